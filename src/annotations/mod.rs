//! What an editor shows beside the code, as plain data in editor terms: no format and no protocol is known here.

mod hint;
mod hints;
mod hover;
mod tale;

pub use crate::config::HintLevel;
pub use hint::{Hint, HintKind, hints};
pub use hover::{Hover, hover};
