use super::Span;

/// What two texts have in common: so many bytes at their starts, so many at their ends.
#[derive(Debug, Default)]
pub struct Change {
    head: u32,
    /// Where the common end starts, before and now.
    tail: (u32, u32),
    /// What comes after is on the same lines as before.
    keeps_lines: bool,
}

impl Change {
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let (a, b) = (old.as_bytes(), new.as_bytes());
        let head = common(a.chunks_exact(64), b.chunks_exact(64)) * 64;
        let head = head + common(a[head..].iter(), b[head..].iter());
        let (a, b) = (&a[head..], &b[head..]);
        let tail = common(a.rchunks_exact(64), b.rchunks_exact(64)) * 64;
        let (rest_a, rest_b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
        let tail = tail + common(rest_a.iter().rev(), rest_b.iter().rev());
        let keeps_lines = [(old, a), (new, b)].iter().all(|(text, rest)| {
            // With the characters around: `\\r` and `\\n` are one end of a line, or two.
            let end = (text.len() - tail + 1).min(text.len());
            let around = &text.as_bytes()[head.saturating_sub(1)..end];
            !rest[..rest.len() - tail].contains(&b'\n') && !around.contains(&b'\r')
        });
        let tail = ((old.len() - tail) as u32, (new.len() - tail) as u32);
        Self { head: head as u32, tail, keeps_lines }
    }

    /// Where a place of before is now, if its text has not changed.
    #[must_use]
    pub fn after(&self, span: Span) -> Option<Span> {
        if span.end <= self.head {
            return Some(span);
        }
        let by = |offset: u32| offset - self.tail.0 + self.tail.1;
        (span.start >= self.tail.0).then(|| Span::new(by(span.start), by(span.end)))
    }

    /// As [`Self::after`], if it is on the same line as well.
    #[must_use]
    pub fn after_in_line(&self, span: Span) -> Option<Span> {
        self.after(span).filter(|_| span.end <= self.head || self.keeps_lines)
    }

    /// What is gone.
    #[must_use]
    pub fn was(&self) -> Span {
        Span::new(self.head, self.tail.0)
    }

    /// What comes after the edit is on the same lines as before.
    #[must_use]
    pub fn keeps_lines(&self) -> bool {
        self.keeps_lines
    }

    /// What is new.
    #[must_use]
    pub fn now(&self) -> Span {
        Span::new(self.head, self.tail.1)
    }

    /// The place of before that became this one, with all that was edited in it.
    #[must_use]
    pub fn around_before(&self, span: Span) -> Span {
        let by = |offset: u32, edited: u32| match offset {
            offset if offset <= self.head => offset,
            offset if offset >= self.tail.1 => offset - self.tail.1 + self.tail.0,
            _ => edited,
        };
        Span::new(by(span.start, self.head), by(span.end, self.tail.0))
    }

    /// Where a place of now was before, if it has not changed.
    #[must_use]
    pub fn before(&self, span: Span) -> Option<Span> {
        if span.end <= self.head {
            return Some(span);
        }
        let by = |offset: u32| offset - self.tail.1 + self.tail.0;
        (span.start >= self.tail.1).then(|| Span::new(by(span.start), by(span.end)))
    }
}

fn common<T: PartialEq>(a: impl Iterator<Item = T>, b: impl Iterator<Item = T>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_outside_of_an_edit_move_with_it() {
        let change = Change::between("a = 1\nb = 2\nc = 3\n", "a = 1\nbb = 2\nc = 3\n");
        assert_eq!(change.after_in_line(Span::new(0, 5)), Some(Span::new(0, 5)));
        assert_eq!(change.after_in_line(Span::new(12, 17)), Some(Span::new(13, 18)));
        assert_eq!(change.before(Span::new(13, 18)), Some(Span::new(12, 17)));
        assert_eq!(change.before(Span::new(6, 8)), None, "it was another word");
        let change = Change::between("a\nb\n", "a\n\nb\n");
        assert_eq!(change.after(Span::new(2, 3)), Some(Span::new(3, 4)));
        assert_eq!(change.after_in_line(Span::new(2, 3)), None);
    }

    #[test]
    fn texts_that_begin_or_end_with_each_other() {
        let long = "x".repeat(200);
        for (old, new) in [("", ""), ("", "a"), ("a", ""), ("aaa", "aa"), (&long, &long[..130]), (&long[..64], &long)] {
            let change = Change::between(old, new);
            assert!(change.head as usize <= old.len().min(new.len()), "{old} {new}");
            assert!(change.tail.0 >= change.head && change.tail.1 >= change.head, "{old} {new}");
        }
    }
}
