use std::{fs, path::Path};

use heaplight::{config::PythonVersion, cpython::sizes::*};
use serde_json::{Value, json};

use crate::common::{python, repository};

/// Measured rows of one interpreter, and what of them our tables contradict.
struct Check {
    version: PythonVersion,
    measured: Value,
    compared: usize,
    wrong: Vec<String>,
}

impl Check {
    /// Compares the last number of each row of `group` with what `expect` makes of the row. A row for which our
    /// tables promise nothing (`None`) is not compared.
    fn rows(&mut self, group: &str, expect: impl Fn(PythonVersion, &[Value]) -> Option<u64>) {
        let rows = self.measured[group].as_array().unwrap_or_else(|| panic!("the probe has a group {group}")).clone();
        let before = self.compared;
        for row in &rows {
            let (measured, arguments) = row.as_array().and_then(|row| row.split_last()).expect("a row");
            let Some(expected) = expect(self.version, arguments) else { continue };
            self.compared += 1;
            if measured.as_u64() != Some(expected) {
                let what = format!("{group}{}: table {expected}, CPython {measured}", json!(arguments));
                self.wrong.push(format!("{} {what}", self.version));
            }
        }
        assert!(self.compared > before, "{group} compares nothing on CPython {}", self.version);
    }
}

fn number(row: &[Value], column: usize) -> u64 {
    row[column].as_u64().expect("a number")
}

fn text(row: &[Value], column: usize) -> &str {
    row[column].as_str().expect("a text")
}

fn elements(row: &[Value]) -> Elements {
    match text(row, 1) {
        "constants" => Elements::Constants,
        "mixed" => Elements::Mixed,
        _ => Elements::Unpacked,
    }
}

fn keys(row: &[Value]) -> DictKeys {
    if text(row, 1) == "str" { DictKeys::AllStr } else { DictKeys::General }
}

#[test]
fn sizes_are_those_of_cpython() {
    let mut wrong = Vec::new();
    for python in python::all() {
        let fixed: Vec<_> = fixed_rows().into_iter().map(|(name, sample)| json!([name, sample])).collect();
        let measured = python.run(&repository("tests/cpython/probe.py"), &json!({ "fixed": fixed }));
        let mut check = Check { version: python.version, measured, compared: 0, wrong: Vec::new() };
        fixed_sizes(&mut check);
        scalars(&mut check);
        lists(&mut check);
        dicts(&mut check);
        sets(&mut check);
        buffers(&mut check);
        classes(&mut check);
        python::say(&format!("CPython {}: {} sizes compared", check.version, check.compared));
        wrong.extend(check.wrong.into_iter().take(40));
    }
    assert!(wrong.is_empty(), "these sizes are wrong:\n{}", wrong.join("\n"));
}

fn fixed_rows() -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cpython/sizes/fixed.tbl");
    let table = fs::read_to_string(path).expect("the table is there");
    let rows = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let mut columns = line.split('|').map(|column| column.trim().to_owned());
        (columns.next().expect("name"), columns.next().expect("sample"))
    })
    .collect()
}

fn fixed_sizes(check: &mut Check) {
    for row in check.measured["fixed"].as_array().expect("rows").clone() {
        let (name, class) = (row[0].as_str().expect("name"), row[1].as_str());
        let claimed = fixed_size(check.version, name);
        let last = |path: &str| path.rsplit('.').next().map(str::to_owned);
        let matches = match claimed {
            // Modules of types move between versions, and 3.9 had other names for those of weakref.
            Some(bytes) => {
                row[2].as_u64() == Some(bytes)
                    && (class.and_then(last) == last(name) || check.version == PythonVersion::PY39)
            }
            None => class.and_then(last) != last(name),
        };
        check.compared += 1;
        if !matches {
            check.wrong.push(format!("{} {name}: table {claimed:?}, CPython {row}", check.version));
        }
    }
}

fn scalars(check: &mut Check) {
    check.rows("int", |v, row| Some(int_size_of_bits(v, number(row, 0))));
    check.rows("bool", |v, row| Some(bool_size(v, row[0] == true)));
    check.rows("str", |v, row| {
        let kinds = [MaxChar::Ascii, MaxChar::Latin1, MaxChar::Ucs2, MaxChar::Ucs4];
        Some(str_size(v, number(row, 0), kinds[number(row, 1) as usize]))
    });
    check.rows("bytes", |_, row| Some(bytes_size(number(row, 0))));
    check.rows("tuple", |v, row| Some(tuple_size(v, number(row, 0))));
    let singletons = check.measured["latin1_singletons"].as_array().expect("sizes").clone();
    for (code, measured) in (0_u8..=255).zip(singletons) {
        let claimed = str_size_of(check.version, &char::from(code).to_string());
        // Up to 3.11 a shared character has its UTF-8 form only if somebody asked for it.
        let may_have_utf8 = check.version <= PythonVersion::PY311 && code >= 0x80;
        check.compared += 1;
        if measured != claimed && !(may_have_utf8 && measured == claimed + 3) {
            check.wrong.push(format!("{} chr({code}): table {claimed}, CPython {measured}", check.version));
        }
    }
}

fn lists(check: &mut Check) {
    check.rows("list", |_, row| Some(list_size(number(row, 0))));
    check.rows("list_append", |_, row| Some(list_append(number(row, 0), number(row, 1))));
    check.rows("list_append_many", |_, row| Some(list_append_many(number(row, 0), number(row, 1), number(row, 2))));
    check.rows("list_extend", |_, row| Some(list_resize(number(row, 0), number(row, 1), number(row, 2))));
    check.rows("list_remove", |v, row| {
        let way = match row[3].as_str() {
            Some("pop") => Removal::Pop,
            Some("item") => Removal::Item,
            Some("slice") => Removal::Slice,
            _ => Removal::Step,
        };
        list_remove(v, way, number(row, 0), number(row, 1), number(row, 2))
    });
    check.rows("list_presized", |v, row| Some(list_presized(v, number(row, 0))));
    check.rows("list_from_hashed", |v, row| Some(list_from_hashed(v, number(row, 0))));
    check.rows("list_exact", |_, row| Some(number(row, 0)));
    check.rows("list_display", |v, row| Some(list_display(v, number(row, 0), elements(row))));
    check.rows("list_from_iterator", |v, row| list_from_iterator(v, number(row, 0)));
    check.rows("list_extend_empty", |v, row| Some(list_extend_empty(v, number(row, 0))));
}

fn dicts(check: &mut Check) {
    check.rows("dict", |v, row| Some(dict_size(v, dict_table_of(v, number(row, 0)), keys(row))));
    check.rows("dict_mixed", |v, row| {
        let strs = number(row, 0);
        let table = dict_insert_first_general(v, dict_table_of(v, strs), strs);
        Some(dict_size(v, table, DictKeys::General))
    });
    check.rows("dict_update", |v, row| {
        let (len, other_len, result_len) = (number(row, 0), number(row, 1), number(row, 2));
        let table = dict_update(v, dict_table_of(v, len), len, other_len, result_len)?;
        Some(dict_size(v, table, DictKeys::General))
    });
    let (version, calls) = (check.version, &check.measured["dict_call_empty"]);
    assert_eq!(calls[0], dict_size(version, dict_call_empty(version), DictKeys::General), "dict() on {version}");
    assert_eq!(calls[1], dict_size(version, 0, DictKeys::General), "{{}} on {version}");
    for row in check.measured["dict_kinds"].as_array().expect("rows") {
        let len = row[0].as_u64().expect("length");
        let table = if len == 0 { dict_call_empty(version) } else { dict_table_of(version, len) };
        assert_eq!(row[1], ordered_dict_extra(table, len), "OrderedDict of {len} on {version}");
        assert_eq!(row[2], DEFAULTDICT_EXTRA, "defaultdict of {len} on {version}");
    }
}

fn sets(check: &mut Check) {
    check.rows("set", |_, row| Some(set_size(number(row, 0))));
    check.rows("set_of_adds", |_, row| Some(set_of_adds(number(row, 0))));
    check.rows("set_of_copy", |_, row| Some(set_of_copy(number(row, 0))));
    check.rows("set_of_display", |v, row| Some(set_of_display(v, number(row, 0), elements(row))));
    check.rows("set_update", |_, row| Some(set_update(number(row, 0), number(row, 1), number(row, 2))));
}

fn buffers(check: &mut Check) {
    let item = |row: &[Value]| array_item(text(row, 0).chars().next()?);
    check.rows("bytearray_resize", |_, row| Some(bytearray_resize(number(row, 0), number(row, 1))));
    check.rows("bytearray", |_, row| Some(bytearray_size(number(row, 0) + 1)));
    check.rows("array_append", |v, row| {
        let allocated = array_append(number(row, 1), number(row, 2));
        (allocated == number(row, 3)).then_some(array_size(v, item(row)?, allocated)).or(Some(0))
    });
    check.rows("array", |v, row| Some(array_size(v, item(row)?, number(row, 1))));
    check.rows("deque", |v, row| {
        let filled = if text(row, 1) == "append" { Filled::ByAppend } else { Filled::ByConstructor };
        Some(deque_size(v, number(row, 0), filled))
    });
    check.rows("memoryview", |_, row| Some(memoryview_size(number(row, 0))));
}

fn classes(check: &mut Check) {
    check.rows("instance", |v, row| {
        let layout = InstanceLayout { slots: number(row, 0), has_dict: row[1] == true, has_weakref: row[2] == true };
        Some(instance_size(v, layout))
    });
    check.rows("shared_dict", |v, row| {
        let (keys, plain) = (number(row, 0), class_size(v, ClassKind::WithDict));
        let size = if row[1] == "class" { plain + shared_keys_extra(v, keys) } else { shared_dict_size(v, keys) };
        // From 3.11 no dict is promised.
        Some(if v <= PythonVersion::PY310 { size } else { 0 })
    });
    check.rows("class", |v, row| {
        let kind = match text(row, 0) {
            "dict" => ClassKind::WithDict,
            "base" => ClassKind::DictOfBase,
            _ => ClassKind::SlotsOnly,
        };
        Some(class_size(v, kind))
    });
    check.rows("subclass", |v, row| {
        let base = match text(row, 0) {
            "list" => SubclassBase::List,
            "dict" => SubclassBase::Dict,
            "set" | "frozenset" => SubclassBase::Set,
            "tuple" => SubclassBase::Tuple,
            "int" => SubclassBase::Int,
            "str" => SubclassBase::AsciiStr,
            "float" => SubclassBase::Float,
            "bytes" => SubclassBase::Bytes,
            "bytearray" => SubclassBase::Bytearray,
            _ => SubclassBase::Exception,
        };
        Some(subclass_extra(v, base))
    });
    check.rows("exception", |v, row| Some(exception_size(v, text(row, 0)).unwrap_or(0)));
    check.rows("suspended", |v, row| {
        let kind = match text(row, 0) {
            "generator" => Suspended::Generator,
            "coroutine" => Suspended::Coroutine,
            _ => Suspended::AsyncGenerator,
        };
        Some(suspended_size(v, kind, number(row, 1), number(row, 2)))
    });
}
