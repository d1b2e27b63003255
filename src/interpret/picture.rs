//! The heap at one line: frames, objects, and the references between them.

/// What names hold when a line has run, as far as it is known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HeapPicture {
    /// The module first.
    pub frames: Vec<PictureFrame>,
    pub objects: Vec<PictureObject>,
    /// There are more objects than a picture can show.
    pub cut: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PictureFrame {
    pub name: String,
    pub variables: Vec<Reference>,
}

/// A variable, an item or an attribute, with what it holds: one thing for certain, or one of several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    pub label: String,
    pub held: Vec<Held>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Held {
    /// Index among the objects.
    Object(usize),
    /// A number, a short text, `None`: shown where it is held.
    Plain(String),
    Unknown,
}

/// An object with an identity of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PictureObject {
    pub type_name: String,
    /// `len()`
    pub len: Option<u64>,
    /// `sys.getsizeof`
    pub size: Option<u64>,
    pub references: Vec<Reference>,
    /// It stands for many objects that one place makes.
    pub many: bool,
    /// Code out of view may hold it, too.
    pub escaped: bool,
    /// Certain references to it in this picture.
    pub owners: usize,
}
