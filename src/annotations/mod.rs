//! What an editor shows beside the code, as plain data in editor terms: no format and no protocol is known here.

mod function;
mod highlight;
mod hint;
mod hints;
mod hover;
mod mutability;
mod picture;
mod rule_page;
mod scope;
mod tale;

pub use crate::config::HintLevel;
pub use function::{function_card, lenses, names_a_def};
pub use highlight::{Access, highlight};
pub use hint::{Hint, HintKind, all_hints, at_level, hints, tooltip};
pub use hover::{Hover, hover};
pub use rule_page::{page, rule_page, rules_in_comments};
pub use scope::function_around;
