//! The public attributes of the plain builtin types, to know which ones they have not.

/// Type and its attributes without the underscored ones, those of all versions together.
const TABLE: &[(&str, &str)] = &[
    (
        "int",
        "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer numerator real to_bytes",
    ),
    ("float", "as_integer_ratio conjugate from_number fromhex hex imag is_integer real"),
    (
        "bool",
        "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer numerator real to_bytes",
    ),
    (
        "str",
        "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
    ),
    ("list", "append clear copy count extend index insert pop remove reverse sort"),
    ("tuple", "count index"),
    ("dict", "clear copy fromkeys get items keys pop popitem setdefault update values"),
    (
        "set",
        "add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove symmetric_difference symmetric_difference_update union update",
    ),
    ("NoneType", ""),
];

/// Whether objects of this type certainly have no attribute of this name on any version.
#[must_use]
pub fn has_no_attribute(type_name: &str, attribute: &str) -> bool {
    let row = TABLE.iter().find(|(name, _)| *name == type_name);
    !attribute.starts_with('_') && row.is_some_and(|(_, names)| names.split(' ').all(|name| name != attribute))
}
