//! From what a rule says should be done to edits of the text: one file per remedy. A fix that cannot be made without
//! loss (of a comment, of a meaning) is left out.

mod add_slots;
mod apply;
mod bind_in_default;
mod bound_cache;
mod chain_rows;
mod count_by_sum;
mod default_factory;
mod delete_name;
mod drop_call;
mod edits;
mod first_by_next;
mod from_keys;
mod generator_to_list;
mod import;
mod inline_alias;
mod insert;
mod join_parts;
mod list_to_generator;
mod move_to_init;
mod names;
mod none_guard;
mod pack_numbers;
mod page;
mod repeat;
mod rewrite_comment;
mod snapshot;
mod strip_traceback;
mod tuple_default;
mod weak_method;
mod weak_proxy;

use crate::{
    config::PythonVersion,
    diagnostic::{Diagnostic, Edit, Fix, Remedy},
    syntax::Parsed,
};

pub use apply::{Applied, Fixed, fix_text};
pub use edits::apply_edits;

use page::Page;

/// What a remedy comes to in one text.
struct Change {
    title: String,
    edits: Vec<Edit>,
}

/// Finds title and edits of each fix; drops the fixes that cannot be made here.
pub fn realise(parsed: &Parsed, text: &str, target_version: PythonVersion, found: &mut [Diagnostic]) {
    let page = Page::new(parsed, text, target_version);
    for diagnostic in found {
        diagnostic.fixes.retain_mut(|fix| realise_one(&page, fix));
    }
}

fn realise_one(page: &Page<'_>, fix: &mut Fix) -> bool {
    let Some(remedy) = fix.remedy.take() else { return true };
    let Some(mut change) = change(page, &remedy) else { return false };
    change.edits.sort_by_key(|edit| edit.span);
    let is_comment = matches!(remedy, Remedy::RewriteComment { .. });
    if edits::overlap(&change.edits) || !is_comment && page.loses_comment(&change.edits) {
        return false;
    }
    let reason = std::mem::take(&mut fix.reason);
    fix.title = if reason.is_empty() { change.title } else { format!("{} (unsafe: {reason})", change.title) };
    fix.edits = change.edits;
    true
}

fn change(page: &Page<'_>, remedy: &Remedy) -> Option<Change> {
    match remedy {
        Remedy::ListToGenerator { list } => list_to_generator::change(page, *list),
        Remedy::GeneratorToList { generator } => generator_to_list::change(page, *generator),
        Remedy::CountBySum { call } => count_by_sum::change(page, *call),
        Remedy::FirstByNext { subscript } => first_by_next::change(page, *subscript),
        Remedy::DropCall { call } => drop_call::change(page, *call),
        Remedy::Snapshot { iterable } => snapshot::change(page, *iterable),
        Remedy::NoneGuard { default } => none_guard::change(page, *default),
        Remedy::TupleDefault { default } => tuple_default::change(page, *default),
        Remedy::DefaultFactory { default } => default_factory::change(page, *default),
        Remedy::MoveToInit { value } => move_to_init::change(page, *value),
        Remedy::RepeatByComprehension { repeat } => repeat::change(page, *repeat),
        Remedy::FromKeysByComprehension { call } => from_keys::change(page, *call),
        Remedy::BindInDefault { function, names } => bind_in_default::change(page, *function, names),
        Remedy::DeleteName { name, after } => delete_name::change(page, name, *after),
        Remedy::InlineAlias { binding, alias, name } => inline_alias::change(page, *binding, alias, name),
        Remedy::StripTraceback { exception } => strip_traceback::change(page, *exception),
        Remedy::RewriteComment { comment, text } => rewrite_comment::change(page, *comment, text),
        Remedy::WeakMethod { call } => weak_method::change(page, *call),
        Remedy::WeakProxy { attribute } => weak_proxy::change(page, *attribute),
        Remedy::BoundCache { wrap } => bound_cache::change(page, *wrap),
        Remedy::JoinParts { grown, sequence } => join_parts::change(page, *grown, *sequence),
        Remedy::ChainRows { call } => chain_rows::change(page, *call),
        Remedy::AddSlots { class, .. } => add_slots::change(page, class),
        Remedy::PackNumbers { list, typecode } => pack_numbers::change(page, *list, *typecode),
    }
}

impl Change {
    fn new(title: impl Into<String>, edits: Vec<Edit>) -> Option<Self> {
        Some(Self { title: title.into(), edits })
    }
}

#[cfg(test)]
mod testing;
