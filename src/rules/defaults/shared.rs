//! What several rules ask about a default object.

use crate::facts::{EventOf, Facts, ObjectStory, Origin};

/// A variable of the function around is handed in, or the name says that calls are to share it.
pub(super) fn is_meant_to_be_shared(object: &ObjectStory) -> bool {
    let Origin::Default { parameter, outer_name, .. } = &object.origin else { return true };
    outer_name.is_some() || is_memo_name(parameter)
}

pub(super) fn is_memo_name(parameter: &str) -> bool {
    ["cache", "memo", "registry"].iter().any(|word| parameter.contains(word))
}

/// Some story of this default, in its function or after it, has a change.
pub(super) fn is_changed_in_view(facts: &Facts, object: &ObjectStory) -> bool {
    let same = |o: &&ObjectStory| o.id == object.id && matches!(o.origin, Origin::Default { .. });
    let changes = |o: &ObjectStory| o.events.iter().any(|e| matches!(e.kind, EventOf::Mutated { .. }));
    facts.objects.iter().filter(same).any(changes)
}

pub(super) fn is_container(object: &ObjectStory) -> bool {
    let containers = ["list", "dict", "set", "bytearray", "deque", "defaultdict", "OrderedDict", "Counter"];
    containers.contains(&object.type_name.as_str())
}
