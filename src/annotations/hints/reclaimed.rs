//! The last reference to an instance goes here, and its `__del__` runs: at once, between this line and the next.

use super::{Hint, HintKind, HintLevel, Remark, certain_events, fitting, may_leave};
use crate::facts::{EventOf, Facts, Note, NoteOf, ObjectStory, StoryEvent};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    for object in &facts.objects {
        out.extend(certain_events(object).filter_map(|(_, event)| hint(object, event)));
    }
    out.extend(facts.notes.iter().filter_map(inside_a_call));
}

/// `my_func()` made a `Demo`, and when it returns that is gone.
fn inside_a_call(note: &Note) -> Option<Hint> {
    let NoteOf::FinalizedInside { classes } = &note.kind else { return None };
    let class = classes.first()?;
    let remark = Remark {
        kind: HintKind::Reclaimed,
        at: note.span,
        label: fitting(&[format!("its {class} is gone by now"), "what it made is gone".to_owned()]),
        says: format!("The call made a `{class}` and let go of it: `{class}.__del__` has run when the call returns."),
        why: "Shown because reference counting frees an object with its last reference, not some time later.",
    };
    Some(remark.shown_from(HintLevel::References, None))
}

fn hint(object: &ObjectStory, event: &StoryEvent) -> Option<Hint> {
    let EventOf::Reclaimed { finalizer: Some(class) } = &event.kind else { return None };
    if may_leave(object) || runs_its_methods(object) {
        return None;
    }
    let remark = Remark {
        kind: HintKind::Reclaimed,
        at: event.span,
        label: fitting(&[format!("{class}.__del__ runs here"), "__del__ runs here".to_owned()]),
        says: format!("The last reference to the `{}` goes here: `{class}.__del__` runs at once.", object.type_name),
        why: "Shown because no line calls it. Reference counting does, not the garbage collector, which finds cycles only.",
    };
    Some(remark.about(object))
}

/// `obj += 1`, `iter(obj)`, `with obj` run methods of its class, which may return or keep it.
fn runs_its_methods(object: &ObjectStory) -> bool {
    let quiet = |kind: &EventOf| {
        matches!(
            kind,
            EventOf::Made
                | EventOf::Bound { .. }
                | EventOf::Loaded { .. }
                | EventOf::Mutated { .. }
                | EventOf::Released { .. }
                | EventOf::Rebound { .. }
                | EventOf::Reclaimed { .. }
        )
    };
    !object.events.iter().all(|event| quiet(&event.kind))
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_hints;

    fn demo(rest: &str, expected: &[(usize, &str)]) {
        assert_hints(&format!("class Demo:\n    def __del__(self): print('gone')\n{rest}"), expected);
    }

    const RUNS: &str = "Demo.__del__ runs here";

    #[test]
    fn where_the_last_reference_goes() {
        demo("def f():\n    obj = Demo()\n    print('made')\n", &[(5, RUNS)]);
        demo("def f(c):\n    obj = Demo()\n    if c:\n        return 1\n    return 2\n", &[(6, RUNS), (7, RUNS)]);
        demo("obj = Demo()\ndel obj\n", &[(4, RUNS)]);
        demo("obj = Demo()\nobj = None\n", &[(4, RUNS)]);
        demo("obj = Demo()\nobj = Demo()\n", &[(4, RUNS)]);
        demo("def f():\n    a = Demo()\n    b = a\n    del a\n    b.n = 1\n", &[(6, "still held by b"), (7, RUNS)]);
        demo("class Sub(Demo): pass\nobj = Sub()\ndel obj\n", &[(5, RUNS)]);
    }

    #[test]
    fn where_it_may_live_on() {
        // At the end of a module the interpreter decides.
        demo("obj = Demo()\n", &[]);
        demo("def f():\n    obj = Demo()\n    return obj\n", &[]);
        demo("def f():\n    obj = Demo()\n    return [obj]\n", &[]);
        demo("def f():\n    obj = Demo()\n    return lambda: obj\n", &[]);
        demo("def f(keep):\n    obj = Demo()\n    keep(obj)\n", &[]);
        demo("def f(self):\n    obj = Demo()\n    self.obj = obj\n", &[]);
        demo("def f(c):\n    obj = None\n    if c:\n        obj = Demo()\n    print('end')\n", &[]);
        demo("def f():\n    obj = Demo()\n    yield 1\n", &[]);
        // The exception's traceback holds the frame, and the frame its locals.
        demo(
            "def f(g, log):\n    obj = Demo()\n    try:\n        g()\n    except OSError as e:\n        log.error = e\n",
            &[],
        );
        // `__iadd__`, `__iter__`, `__enter__` may return the object itself.
        for use_ in ["obj += 1", "it = iter(obj)", "other = obj + 1", "with obj as other: pass"] {
            demo(&format!("def f():\n    obj = Demo()\n    {use_}\n    del obj\n    return 1\n"), &[]);
        }
        assert_hints("class Demo: pass\ndef f():\n    obj = Demo()\n    print('made')\n", &[]);
    }
}
