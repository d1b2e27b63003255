//! `io.StringIO`: a text in memory.

use super::{Call, Native as Function};
use crate::heap::{Native, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop, untold};

pub(super) const NAMES: &[(&str, Function)] = &[
    ("io.StringIO", string_io),
    ("io.StringIO.write", write),
    ("io.StringIO.getvalue", getvalue),
    ("io.StringIO.read", read),
    ("io.StringIO.readline", readline),
    ("io.StringIO.readlines", readlines),
    ("io.StringIO.seek", seek),
    ("io.StringIO.tell", tell),
];

fn string_io(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let text = match *c.positional()? {
        [] => String::new(),
        [v] => m.as_str(v).map(str::to_owned).ok_or_else(|| stop("a str that is not known"))?,
        _ => return Err(stop("this form of StringIO is not modelled")),
    };
    if text.contains('\r') || !text.is_ascii() {
        return Err(stop("line ends of this text are not modelled"));
    }
    m.make_native(Type::StringIO, Native::TextBuffer { text, position: 0 })
}

impl Machine<'_> {
    fn buffer(&mut self, v: Value) -> Run<(&mut String, &mut usize)> {
        match self.native_data_mut(v)? {
            Native::TextBuffer { text, position } => Ok((text, position)),
            _ => Err(stop("not a text buffer")),
        }
    }

    /// Appends, or writes over what is there.
    pub(in crate::interpret) fn buffer_write(&mut self, v: Value, new: &str) -> Run<()> {
        self.burn_result(new.len())?;
        if !new.is_ascii() || new.contains('\r') {
            return Err(stop("this text in a buffer is not modelled"));
        }
        let (text, position) = self.buffer(v)?;
        if *position > text.len() {
            return Err(stop("writing beyond the end is not modelled"));
        }
        let end = (*position + new.len()).min(text.len());
        text.replace_range(*position..end, new);
        *position += new.len();
        Ok(())
    }

    /// What is left, up to the end of the line if `line`.
    fn buffer_read(&mut self, v: Value, most: usize) -> Run<String> {
        let (text, position) = self.buffer(v)?;
        let rest = text.get(*position..).unwrap_or_default();
        let taken = rest.get(..most.min(rest.len())).unwrap_or_default().to_owned();
        *position += taken.len();
        Ok(taken)
    }

    fn buffer_line(&mut self, v: Value) -> Run<String> {
        let (text, position) = self.buffer(v)?;
        let rest = text.get(*position..).unwrap_or_default();
        let len = rest.find('\n').map_or(rest.len(), |at| at + 1);
        self.buffer_read(v, len)
    }

    pub(in crate::interpret) fn line_next(&mut self, v: Value) -> Run<Option<Value>> {
        let line = self.buffer_line(v)?;
        Ok(if line.is_empty() { None } else { Some(self.string(&line)) })
    }
}

fn write(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let text = m.as_str(v).map(str::to_owned).ok_or_else(|| stop("a str that is not known"))?;
    m.buffer_write(c.receiver, &text)?;
    // Until it is read a buffer may keep the pieces that were written: who owns them is not told.
    m.leave_uncounted(v);
    Ok(m.int(text.len() as i64))
}

fn getvalue(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let text = m.buffer(c.receiver)?.0.clone();
    let v = m.string(&text);
    // The buffer may keep the text that it has just put together.
    m.leave_uncounted(v);
    Ok(v)
}

fn read(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let most = match *c.positional()? {
        [] | [Value::NONE] => usize::MAX,
        [n] => m.as_int(n).map(|n| usize::try_from(n).unwrap_or(usize::MAX)).ok_or_else(|| stop("unknown"))?,
        _ => return Err(untold("TypeError")),
    };
    let text = m.buffer_read(c.receiver, most)?;
    Ok(m.string(&text))
}

fn readline(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let text = m.buffer_line(c.receiver)?;
    Ok(m.string(&text))
}

fn readlines(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let list = m.list(Vec::new());
    while let Some(line) = m.line_next(c.receiver)? {
        m.burn(1)?;
        m.list_append(list, line)?;
    }
    Ok(list)
}

fn seek(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [at] = c.exactly()?;
    let at = m.as_int(at).and_then(|n| usize::try_from(n).ok()).ok_or_else(|| stop("an unknown position"))?;
    *m.buffer(c.receiver)?.1 = at;
    Ok(m.int(at as i64))
}

fn tell(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let at = *m.buffer(c.receiver)?.1;
    Ok(m.int(at as i64))
}
