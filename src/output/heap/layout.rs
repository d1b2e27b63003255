//! Where boxes stand: frames in the first column, each object one column right of the first thing that holds it.

use std::cmp::Ordering;

use super::{Certainty, marks, plain, targets, title};
use crate::facts::{HeapPicture, Reference};

pub(super) const ROW: u32 = 20;
pub(super) const HEAD: u32 = 24;
const CHAR: u32 = 8;
const PADDING: u32 = 10;
const COLUMN_GAP: u32 = 70;
const ROW_GAP: u32 = 22;
const MARGIN: u32 = 16;

pub(super) struct Layout {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) boxes: Vec<Box>,
    pub(super) arrows: Vec<Arrow>,
}

pub(super) struct Box {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) kind: Kind,
    pub(super) head: String,
    /// Below the head: what is special.
    pub(super) marks: Vec<String>,
    /// Label, and what is held in place.
    pub(super) rows: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Frame,
    Object,
    Shared,
    /// Others may hold it.
    Escaped,
}

/// A curve: where it starts and ends, and how far to the right (or, negative, left) it leaves there.
pub(super) struct Arrow {
    pub(super) from: (u32, u32),
    pub(super) leaves: i32,
    pub(super) to: (u32, u32),
    pub(super) arrives: i32,
    pub(super) certainty: Certainty,
}

pub(super) fn layout(picture: &HeapPicture) -> Layout {
    let frames = picture.frames.len();
    let mut boxes: Vec<Box> = picture
        .frames
        .iter()
        .map(|frame| unplaced(Kind::Frame, frame.name.clone(), Vec::new(), &frame.variables))
        .collect();
    boxes.extend(picture.objects.iter().map(|object| {
        let kind = match (object.owners > 1, object.escaped) {
            (true, _) => Kind::Shared,
            (_, true) => Kind::Escaped,
            _ => Kind::Object,
        };
        unplaced(kind, title(object), marks(object), &object.references)
    }));
    let columns = columns(picture);
    let (mut x, mut height) = (MARGIN, 0);
    for column in 0..=columns.iter().copied().max().unwrap_or(0) {
        let mut y = MARGIN;
        let mut widest = 0;
        for (item, _) in boxes.iter_mut().zip(&columns).filter(|(_, c)| **c == column) {
            (item.x, item.y) = (x, y);
            y += item.height + ROW_GAP;
            widest = widest.max(item.width);
        }
        x += widest + COLUMN_GAP;
        height = height.max(y);
    }
    let arrows = arrows(picture, &boxes, frames);
    Layout { width: x.saturating_sub(COLUMN_GAP) + 2 * MARGIN, height: height.max(MARGIN), boxes, arrows }
}

fn unplaced(kind: Kind, head: String, marks: Vec<String>, references: &[Reference]) -> Box {
    let rows: Vec<(String, String)> =
        references.iter().map(|r| (r.label.clone(), plain(r).unwrap_or_default())).collect();
    let longest = rows.iter().map(|(label, text)| label.chars().count() + 1 + text.chars().count());
    let heads = marks.iter().map(|mark| mark.chars().count()).chain([head.chars().count()]);
    let chars = longest.chain(heads).max().unwrap_or(0) as u32;
    let height = HEAD + ROW * (rows.len() + marks.len()) as u32 + 6;
    Box { x: 0, y: 0, width: chars * CHAR + 2 * PADDING, height, kind, head, marks, rows }
}

/// The column of every box, frames first: breadth first from the frames.
fn columns(picture: &HeapPicture) -> Vec<u32> {
    let mut of_object: Vec<Option<u32>> = vec![None; picture.objects.len()];
    let mut todo: std::collections::VecDeque<(usize, u32)> = picture
        .frames
        .iter()
        .flat_map(|frame| &frame.variables)
        .flat_map(targets)
        .map(|(index, _)| (index, 1))
        .collect();
    while let Some((index, column)) = todo.pop_front() {
        let Some(slot) = of_object.get_mut(index).filter(|slot| slot.is_none()) else { continue };
        *slot = Some(column);
        let inside = picture.objects.get(index).into_iter().flat_map(|object| &object.references);
        todo.extend(inside.flat_map(targets).map(|(next, _)| (next, column + 1)));
    }
    let frames = picture.frames.iter().map(|_| 0);
    frames.chain(of_object.into_iter().map(|column| column.unwrap_or(1))).collect()
}

fn arrows(picture: &HeapPicture, boxes: &[Box], frames: usize) -> Vec<Arrow> {
    let named = picture.frames.iter().map(|frame| &frame.variables);
    let held = picture.objects.iter().map(|object| &object.references);
    let mut out = Vec::new();
    for (from, references) in boxes.iter().zip(named.chain(held)) {
        let first = from.y + HEAD + ROW * from.marks.len() as u32;
        for (row, reference) in (0..).zip(references) {
            let y = first + ROW * row + ROW / 2;
            for (index, certainty) in targets(reference) {
                out.extend(boxes.get(frames + index).map(|to| arrow(from, y, to, certainty)));
            }
        }
    }
    out
}

/// To the right: into the left side. Within a column: round the right side. To the left: from side to side.
fn arrow(from: &Box, y: u32, to: &Box, certainty: Certainty) -> Arrow {
    const LOOP: i32 = 36;
    let (left, right) = (|b: &Box| b.x, |b: &Box| b.x + b.width);
    let target = to.y + HEAD / 2;
    let (start, end, leaves, arrives) = match from.x.cmp(&to.x) {
        Ordering::Less => {
            let half = (left(to).saturating_sub(right(from)) / 2) as i32;
            (right(from), left(to), half, -half)
        }
        Ordering::Equal => (right(from), right(to), LOOP, LOOP),
        Ordering::Greater => (left(from), right(to), -LOOP, LOOP),
    };
    // Beside the arrows that come from the left.
    let end_y = if from.x < to.x { target } else { target + 6 };
    Arrow { from: (start, y), leaves, to: (end, end_y), arrives, certainty }
}
