import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.as.ASAtom;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pd.PDDocument;
import org.verapdf.pd.structure.PDStructElem;
import org.verapdf.pd.structure.PDStructTreeNode;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Checks finished PDF files: PDF/UA-1 and PDF/A-2a by veraPDF, then what the two standards leave to the author.
 * Prints one line per file, each flaw below it, and exits 1 when there is one.
 */
public class PdfCheck {
    private static final Map<String, String> PROFILES = new TreeMap<>(Map.of("ua1", "PDFUA-1", "2a", "PDFA-2A"));
    private static final String LANGUAGE = "da-DK";
    private int flaws = 0;

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PdfCheck check = new PdfCheck();
        for (String file : files) {
            check.file(file);
        }
        System.out.println(files.length + " PDF files checked, " + check.flaws + " flaws");
        System.exit(check.flaws > 0 || files.length == 0 ? 1 : 0);
    }

    private void file(String file) throws Exception {
        System.out.println(Path.of(file).getFileName());
        for (String flavour : PROFILES.keySet()) {
            standard(file, flavour);
        }
        PDDocument document = new PDDocument(file);
        language(document);
        Structure structure = new Structure();
        structure.walk(document.getStructTreeRoot());
        System.out.println("  " + document.getNumberOfPages() + " pages, tags: " + structure.counts);
        document.close();
    }

    /** Runs veraPDF with the profile's own XML, because its flavour directory is not part of the jar. */
    private void standard(String file, String flavour) throws Exception {
        PDFAFlavour id = PDFAFlavour.byFlavourId(flavour);
        ValidationProfile profile;
        try (InputStream xml = PDFAFlavour.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + PROFILES.get(flavour) + ".xml")) {
            profile = Profiles.profileFromXml(xml);
        }
        try (InputStream in = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(in, id, id);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Integer> failed = new TreeMap<>();
            for (TestAssertion test : result.getTestAssertions()) {
                if (test.getStatus() == TestAssertion.Status.FAILED) {
                    failed.merge(test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber() + " " + test.getMessage(), 1, Integer::sum);
                }
            }
            failed.forEach((rule, times) -> flaw(flavour + ": " + times + " x " + rule));
            if (!result.isCompliant() && failed.isEmpty()) {
                flaw(flavour + ": not compliant");
            }
        }
    }

    private void language(PDDocument document) {
        String language = document.getCatalog().getStringKey(ASAtom.getASAtom("Lang"));
        if (!LANGUAGE.equals(language)) {
            flaw("document language is " + language + ", not " + LANGUAGE);
        }
    }

    private void flaw(String what) {
        flaws++;
        System.out.println("  FLAW " + what);
    }

    /** Walks one file's tag tree. */
    private class Structure {
        private final Map<String, Integer> counts = new TreeMap<>();
        private final Map<String, Integer> figures = new HashMap<>();

        private void walk(PDStructTreeNode node) {
            if (node == null) {
                flaw("no tag tree");
                return;
            }
            for (PDStructElem element : node.getStructChildren()) {
                String type = PDStructElem.getStructureElementStandardType(element);
                counts.merge(String.valueOf(type), 1, Integer::sum);
                if ("Table".equals(type)) {
                    table(element);
                } else if ("Figure".equals(type)) {
                    figure(element);
                }
                walk(element);
            }
        }

        private void table(PDStructElem table) {
            if (count(table, "TH") == 0) {
                flaw("table " + counts.get("Table") + " has no header cell");
            }
        }

        private void figure(PDStructElem figure) {
            String text = figure.getAlternateDescription();
            int number = counts.get("Figure");
            if (text == null || text.isBlank()) {
                flaw("figure " + number + " has no alternative text");
                return;
            }
            Integer before = figures.putIfAbsent(text, number);
            if (before != null) {
                flaw("figures " + before + " and " + number + " share one alternative text");
            }
        }

        private int count(PDStructElem element, String type) {
            List<PDStructElem> children = element.getStructChildren();
            int own = type.equals(PDStructElem.getStructureElementStandardType(element)) ? 1 : 0;
            return own + children.stream().mapToInt(child -> count(child, type)).sum();
        }
    }
}
