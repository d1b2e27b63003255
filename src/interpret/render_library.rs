//! `repr` of dict views and objects of the library.

use super::Machine;
use super::render::bytes_repr;
use crate::config::PythonVersion;
use crate::heap::{ArrayItem, Class, DictData, Native, Object, ObjectData, Type, Value, ViewKind};

impl Machine<'_> {
    pub(super) fn write_view(&self, dict: Value, kind: ViewKind, depth: u32, out: &mut String) -> Option<()> {
        let ObjectData::Dict(d) = &self.known(dict)?.1.data else { return None };
        let pairs = || d.iter();
        match kind {
            ViewKind::Keys => {
                self.write_items(&pairs().map(|(k, _)| k).collect::<Vec<_>>(), "dict_keys([", "])", depth, out)
            }
            ViewKind::Values => {
                self.write_items(&pairs().map(|(_, v)| v).collect::<Vec<_>>(), "dict_values([", "])", depth, out)
            }
            ViewKind::Items => {
                out.push_str("dict_items([");
                self.write_tuples(&pairs().collect::<Vec<_>>(), depth, out)?;
                out.push_str("])");
                Some(())
            }
        }
    }

    fn write_tuples(&self, pairs: &[(Value, Value)], depth: u32, out: &mut String) -> Option<()> {
        for (i, &(k, v)) in pairs.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            self.write_items(&[k, v], "(", ")", depth + 1, out)?;
        }
        Some(())
    }

    /// Subclasses of dict.
    pub(super) fn write_mapping(&self, object: &Object, d: &DictData, depth: u32, out: &mut String) -> Option<()> {
        let Class::Builtin(ty) = object.class else { return None };
        let mut pairs: Vec<(Value, Value)> = d.iter().collect();
        if ty == Type::DefaultDict {
            out.push_str("defaultdict(");
            self.write_repr(d.factory.unwrap_or(Value::NONE), depth + 1, out)?;
            out.push_str(", ");
        } else {
            out.push_str(ty.name());
            out.push('(');
            if pairs.is_empty() {
                out.push(')');
                return Some(());
            }
        }
        if ty == Type::Counter {
            let counts = pairs.iter().map(|&(_, v)| self.as_int(v)).collect::<Option<Vec<_>>>()?;
            let mut order: Vec<usize> = (0..pairs.len()).collect();
            order.sort_by_key(|&i| std::cmp::Reverse(counts[i]));
            pairs = order.into_iter().map(|i| pairs[i]).collect();
        }
        if ty == Type::OrderedDict && self.version < PythonVersion::PY312 {
            out.push('[');
            self.write_tuples(&pairs, depth, out)?;
            out.push(']');
        } else {
            self.write_pairs(&pairs, depth, out)?;
        }
        out.push(')');
        Some(())
    }

    /// What a namespace shows: its attributes whose names are texts that are not empty.
    pub(super) fn namespace_parts(&self, dict: Value) -> Option<Vec<(String, Value)>> {
        let ObjectData::Dict(d) = &self.known(dict)?.1.data else { return None };
        let named = d.iter().filter_map(|(key, v)| Some((self.as_str(key)?.to_owned(), v)));
        Some(named.filter(|(name, _)| !name.is_empty()).collect())
    }

    pub(super) fn write_native(&self, object: &Object, native: &Native, depth: u32, out: &mut String) -> Option<()> {
        match native {
            Native::Deque(d) => {
                let items: Vec<Value> = d.items.iter().copied().collect();
                let end = d.maxlen.map_or("])".to_owned(), |n| format!("], maxlen={n})"));
                self.write_items(&items, "deque([", &end, depth, out)?;
            }
            Native::Array(a) => {
                let items: Vec<String> = a
                    .items
                    .iter()
                    .map(|item| match *item {
                        ArrayItem::Int(n) => n.to_string(),
                        ArrayItem::Float(f) => super::render::float_repr(f),
                    })
                    .collect();
                let items = if items.is_empty() { String::new() } else { format!(", [{}]", items.join(", ")) };
                out.push_str(&format!("array('{}'{items})", a.typecode));
            }
            Native::ByteArray(b) => {
                let mut text = String::new();
                bytes_repr(&b.bytes, &mut text);
                if text.starts_with("b\"") {
                    // Escaped though the quotes are others.
                    text = text.replace('\'', "\\'");
                }
                out.push_str(&format!("bytearray({text})"));
            }
            Native::ChainMap { maps } => {
                let maps = self.sequence_items(*maps)?;
                self.write_items(&maps, "ChainMap(", ")", depth, out)?;
            }
            Native::Namespace { dict } => {
                let parts = self.namespace_parts(*dict)?;
                for (i, (name, v)) in parts.iter().enumerate() {
                    out.push_str(if i > 0 { ", " } else { "namespace(" });
                    out.push_str(name);
                    out.push('=');
                    self.write_repr(*v, depth + 1, out)?;
                }
                out.push_str(if parts.is_empty() { "namespace()" } else { ")" });
            }
            Native::Record { fields, values } => {
                let Class::Builtin(ty) = object.class else { return None };
                out.push_str(ty.name());
                out.push('(');
                for (i, (field, &v)) in fields.iter().zip(values).enumerate() {
                    out.push_str(if i > 0 { ", " } else { "" });
                    out.push_str(field);
                    out.push('=');
                    self.write_repr(v, depth + 1, out)?;
                }
                out.push(')');
            }
            Native::MappingProxy { mapping } => {
                self.write_items(&[*mapping], "mappingproxy(", ")", depth, out)?;
            }
            _ => return None,
        }
        Some(())
    }
}
