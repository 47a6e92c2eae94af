//! Chains the stages.
