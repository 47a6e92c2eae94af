@echo off
setlocal
chcp 65001 >nul
title SSP-datarapport: lav rapport

rem Laver rapporten af filerne i den mappe, hvor denne fil ligger. Den kommer i mappen rapporter.
rem Punktummet efter mappen er nødvendigt: en omvendt skråstreg lige før et anførselstegn ville skjule det.

set "SSP=%~dp0ssp.exe"
if not exist "%SSP%" set "SSP=ssp.exe"
"%SSP%" rapport "%~dp0."
set "RESULTAT=%ERRORLEVEL%"

if "%RESULTAT%"=="9009" echo Programmet ssp.exe blev ikke fundet. Læg det i samme mappe som denne fil, og prøv igen.
echo.
pause
exit /b %RESULTAT%
