//! One object in several places.

mod repeated_mutable_sequence;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[&repeated_mutable_sequence::RULE];
