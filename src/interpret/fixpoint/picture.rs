//! Draws the heap at one line, in the last pass over stable states: what it shows holds whenever the line has run.

use crate::bytecode::{CodeKind, Name, Op};
use crate::heap::{Class, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::picture::{HeapPicture, Held, PictureFrame, PictureObject, Reference};

/// More objects, or references of one, do not fit into a picture.
const MAX_OBJECTS: usize = 60;
const MAX_REFERENCES: usize = 12;

/// A text is cut there.
const MAX_TEXT: usize = 20;

/// The line that is asked for, and its picture so far.
#[derive(Debug, Default)]
pub(super) struct Easel {
    pub(super) line: u32,
    pub(super) drawn: Option<HeapPicture>,
}

impl Machine<'_> {
    /// An instruction of the frame is over, or a `return` is about to run: the last of the line counts.
    pub(super) fn draw(&mut self, f: usize, pc: u32) {
        let Some(line) = self.abs.as_ref().and_then(|a| a.easel.as_ref()).map(|easel| easel.line) else { return };
        let instr = self.code(self.frames[f].code).instrs.get(pc as usize);
        let own = self.abs.as_ref().is_some_and(|a| a.recording && a.calls.len() == 1);
        if own && instr.is_some_and(|i| i.line == line) {
            let picture = self.picture(f);
            if let Some(easel) = &mut self.abs().easel {
                easel.drawn = Some(picture);
            }
        }
    }

    fn picture(&self, f: usize) -> HeapPicture {
        let mut sketch = Sketch { machine: self, ids: Vec::new(), picture: HeapPicture::default() };
        let code = self.code(self.frames[f].code);
        if code.kind != CodeKind::Module {
            let read =
                |n: Name| code.instrs.iter().any(|i| matches!(i.op, Op::LoadGlobal(g) | Op::StoreGlobal(g) if g == n));
            let globals = self.globals.iter().copied().filter(|&(n, v)| v.is_bound() && read(n));
            sketch.frame("module", globals.collect());
        }
        let name = if code.kind == CodeKind::Module { "module".to_owned() } else { code.qualname.to_string() };
        sketch.frame(&name, self.names_in_sight(f));
        sketch.objects();
        sketch.count_owners();
        sketch.picture
    }
}

struct Sketch<'m, 'a> {
    machine: &'m Machine<'a>,
    /// Which object each of the picture's is.
    ids: Vec<ObjId>,
    picture: HeapPicture,
}

impl Sketch<'_, '_> {
    fn frame(&mut self, name: &str, names: Vec<(Name, Value)>) {
        let shown = names.into_iter().filter(|&(_, v)| !self.is_code(v));
        let shown: Vec<(String, Value)> = shown.map(|(n, v)| (self.machine.text(n).to_owned(), v)).collect();
        let variables = shown.into_iter().map(|(label, v)| self.reference(label, v)).collect();
        self.picture.frames.push(PictureFrame { name: name.to_owned(), variables });
    }

    /// Functions, classes and modules are what the program is, not what it works on.
    fn is_code(&self, v: Value) -> bool {
        self.machine.known(v).is_some_and(|(_, o)| {
            matches!(o.data, ObjectData::Function(_) | ObjectData::Class(_) | ObjectData::Module(_))
                || o.is(Type::BuiltinFunction)
        })
    }

    fn reference(&mut self, label: String, v: Value) -> Reference {
        let members = self.machine.members(v);
        let held = members.into_iter().filter(|&id| id != ObjId::UNBOUND).map(|id| self.held(id)).collect();
        Reference { label, held }
    }

    fn held(&mut self, id: ObjId) -> Held {
        let object = self.machine.heap.get(id);
        if id == ObjId::OPAQUE || object.is(Type::Opaque) && self.attributes(id).is_empty() {
            return Held::Unknown;
        }
        if let Some(text) = self.plain(id) {
            return Held::Plain(text);
        }
        if let Some(index) = self.ids.iter().position(|&known| known == id) {
            return Held::Object(index);
        }
        if self.ids.len() >= MAX_OBJECTS {
            self.picture.cut = true;
            return Held::Unknown;
        }
        self.ids.push(id);
        Held::Object(self.ids.len() - 1)
    }

    /// What has no identity worth a box of its own.
    fn plain(&self, id: ObjId) -> Option<String> {
        let object = self.machine.heap.get(id);
        Some(match &object.data {
            ObjectData::Int(n) if !object.summary => n.to_string(),
            ObjectData::Float(x) if !object.summary => format!("{x:?}"),
            ObjectData::Bool(b) => if *b { "True" } else { "False" }.to_owned(),
            ObjectData::Str(s) if !object.summary => {
                let short: String = s.chars().take(MAX_TEXT).collect();
                let rest = if short.len() < s.len() { "…" } else { "" };
                format!("\"{short}{rest}\"").replace(['\n', '\r'], "⏎")
            }
            ObjectData::Plain if id == ObjId::OPAQUE => return None,
            ObjectData::Plain if object.is(Type::NoneType) => "None".to_owned(),
            ObjectData::Function(_) | ObjectData::Class(_) | ObjectData::Module(_) => self.machine.type_name(id)?,
            _ => match object.class {
                Class::Builtin(t @ (Type::Int | Type::Float | Type::Bool | Type::Str)) => format!("some {}", t.name()),
                _ => return None,
            },
        })
    }

    fn attributes(&self, id: ObjId) -> Vec<(String, Value)> {
        let named = |list: &[(Name, Value)]| {
            list.iter().filter(|(_, v)| v.is_bound()).map(|&(n, v)| (format!(".{}", self.machine.text(n)), v)).collect()
        };
        match &self.machine.heap.get(id).data {
            ObjectData::Instance(a) => named(&a.values),
            ObjectData::Summary(s) => named(&s.attributes),
            _ => Vec::new(),
        }
    }

    /// Draws what has been reached until nothing new is.
    fn objects(&mut self) {
        let mut at = 0;
        while let Some(&id) = self.ids.get(at) {
            let drawn = self.object(id);
            self.picture.objects.push(drawn);
            at += 1;
        }
    }

    fn object(&mut self, id: ObjId) -> PictureObject {
        let object = self.machine.heap.get(id);
        let exact = !object.escaped || matches!(object.data, ObjectData::Tuple(_));
        let mut inside = if exact { self.contents(id) } else { self.attributes(id) };
        inside.truncate(MAX_REFERENCES);
        let references = inside.into_iter().map(|(label, v)| self.reference(label, v)).collect();
        let object = self.machine.heap.get(id);
        PictureObject {
            type_name: self.machine.type_name(id).unwrap_or_else(|| "object".to_owned()),
            len: self.machine.measure_len(id).filter(|_| exact),
            size: self.machine.size_of(id).filter(|_| exact),
            references,
            many: object.summary,
            escaped: object.escaped,
            owners: 0,
        }
    }

    fn contents(&self, id: ObjId) -> Vec<(String, Value)> {
        let numbered = |items: &[Value]| items.iter().enumerate().map(|(i, &v)| (format!("[{i}]"), v)).collect();
        match &self.machine.heap.get(id).data {
            ObjectData::List(l) => numbered(&l.items),
            ObjectData::Tuple(items) => numbered(items),
            ObjectData::Set(s) => s.items().into_iter().map(|v| (String::new(), v)).collect(),
            ObjectData::Dict(d) => {
                let key = |k: Value| k.single().and_then(|id| self.plain(id)).unwrap_or_else(|| "…".to_owned());
                d.iter().map(|(k, v)| (format!("[{}]", key(k)), v)).collect()
            }
            ObjectData::Summary(s) => {
                let items = Some(("[each]".to_owned(), s.items)).filter(|_| s.items.is_bound() && s.len.1 > 0);
                self.attributes(id).into_iter().chain(items).collect()
            }
            _ => self.attributes(id),
        }
    }

    fn count_owners(&mut self) {
        let mut owners = vec![0; self.picture.objects.len()];
        let named = self.picture.frames.iter().flat_map(|frame| &frame.variables);
        for reference in named.chain(self.picture.objects.iter().flat_map(|object| &object.references)) {
            if let [Held::Object(index)] = reference.held[..]
                && let Some(count) = owners.get_mut(index)
            {
                *count += 1;
            }
        }
        for (object, count) in self.picture.objects.iter_mut().zip(owners) {
            object.owners = count;
        }
    }
}
