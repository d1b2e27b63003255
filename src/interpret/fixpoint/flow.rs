//! Basic blocks of a code object, and where its control flow narrows to one point.

use crate::bytecode::{Code, CodeId, Handler, HandlerKind, Op};
use crate::interpret::Machine;
use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The shape of one code object's control flow.
#[derive(Debug)]
pub(super) struct FlowGraph {
    /// Starts of basic blocks, in order.
    pub leaders: Vec<u32>,
    /// Leaders that no jump, handler or return passes by: all before is over when control gets there.
    pub cuts: Vec<u32>,
    /// All blocks: each component comes after those that lead to it.
    pub components: Vec<Component>,
    /// Blocks that only the one in front of them leads to, within one segment and one loop: run on from there, they
    /// need no state of their own.
    pub continued: FxHashSet<u32>,
    /// For each instruction the place of the innermost handler around it, from 1; empty where there are no handlers.
    handled: Vec<u32>,
}

impl FlowGraph {
    pub fn handler<'c>(&self, code: &'c Code, pc: u32) -> Option<&'c Handler> {
        let place = self.handled.get(pc as usize)?.checked_sub(1)?;
        code.handlers.get(place as usize)
    }
}

/// Blocks that all lead to each other, or a block that never leads back to itself.
#[derive(Debug)]
pub(super) struct Component {
    /// Starts, in order.
    pub blocks: Vec<u32>,
    pub is_loop: bool,
}

impl Machine<'_> {
    pub(super) fn flow(&mut self, code: CodeId) -> Rc<FlowGraph> {
        if let Some(flow) = self.abs().flows.get(&code) {
            return Rc::clone(flow);
        }
        let c = self.code(code);
        let edges = edges(c);
        let leaders = edges.iter().map(|&(start, _)| start).collect();
        let cuts = cuts(c, &edges);
        let components = components(&edges, &cuts);
        let continued = continued(&edges, &cuts, &components);
        let flow = Rc::new(FlowGraph { leaders, cuts, components, continued, handled: handled(c) });
        self.abs().flows.insert(code, Rc::clone(&flow));
        flow
    }
}

/// A leader is no cut if an edge leads over it, or if a path has returned before it.
fn cuts(code: &Code, edges: &[(u32, Vec<u32>)]) -> Vec<u32> {
    // How many edges lead over each leader, as differences.
    let mut over = vec![0_i64; edges.len() + 1];
    let index = |pc: u32| edges.partition_point(|&(start, _)| start < pc);
    for (from, (_, targets)) in edges.iter().enumerate() {
        for to in targets.iter().map(|&t| index(t)) {
            let (first, end) = if from < to { (from + 1, to) } else { (to + 1, from + 1) };
            over[first.min(end)] += 1;
            over[end] -= 1;
        }
    }
    let mut depth = 0;
    let mut out = Vec::new();
    for (i, (start, _)) in edges.iter().enumerate() {
        depth += over[i];
        if i > 0 && depth == 0 {
            out.push(*start);
        }
    }
    let returned = code.instrs.iter().position(|i| matches!(i.op, Op::Return)).unwrap_or(code.instrs.len());
    out.retain(|&pc| (pc as usize) <= returned);
    out
}

/// A loop's blocks are iterated together, and what is not in a loop is run once: neither runs on into the other.
fn continued(edges: &[(u32, Vec<u32>)], cuts: &[u32], components: &[Component]) -> FxHashSet<u32> {
    let mut ways_in = vec![0_u32; edges.len()];
    let index = |pc: u32| edges.partition_point(|&(start, _)| start < pc);
    edges.iter().flat_map(|(_, targets)| targets).for_each(|&to| ways_in[index(to)] += 1);
    let mut of_loop = vec![None; edges.len()];
    for (i, component) in components.iter().enumerate().filter(|(_, c)| c.is_loop) {
        component.blocks.iter().for_each(|&b| of_loop[index(b)] = Some(i));
    }
    let pairs = edges.windows(2).enumerate();
    pairs
        .filter(|&(i, pair)| {
            let (_, targets) = &pair[0];
            let to = pair[1].0;
            ways_in[i + 1] == 1 && targets.contains(&to) && of_loop[i] == of_loop[i + 1]
        })
        .map(|(_, pair)| pair[1].0)
        .filter(|to| cuts.binary_search(to).is_err())
        .collect()
}

/// The strongly connected components, one segment after the other: in the order of their first instruction where that
/// is a topological one.
fn components(edges: &[(u32, Vec<u32>)], cuts: &[u32]) -> Vec<Component> {
    let alone = |&(start, _): &(u32, Vec<u32>)| Component { blocks: vec![start], is_loop: false };
    if edges.iter().all(|(start, targets)| targets.iter().all(|t| t > start)) {
        return edges.iter().map(alone).collect();
    }
    let index = |pc: u32| edges.partition_point(|&(start, _)| start < pc) as u32;
    let pairs = (0..).zip(edges).flat_map(|(from, (_, targets))| targets.iter().map(move |&to| (from, index(to))));
    let mut graph = DiGraph::<(), (), u32>::from_edges(pairs);
    while graph.node_count() < edges.len() {
        graph.add_node(());
    }
    let mut out: Vec<Component> = tarjan_scc(&graph)
        .into_iter()
        .rev()
        .map(|nodes| {
            let is_loop = nodes.len() > 1 || nodes.iter().any(|&n| graph.contains_edge(n, n));
            let mut blocks: Vec<u32> = nodes.iter().map(|n| edges[n.index()].0).collect();
            blocks.sort_unstable();
            Component { blocks, is_loop }
        })
        .collect();
    let mut place = vec![0; edges.len()];
    for (i, component) in out.iter().enumerate() {
        component.blocks.iter().for_each(|&b| place[index(b) as usize] = i);
    }
    let first = |pc: u32| out[place[index(pc) as usize]].blocks[0];
    if edges.iter().all(|(from, targets)| targets.iter().all(|&to| first(*from) <= first(to))) {
        out.sort_by_key(|c| c.blocks[0]);
    } else {
        out.sort_by_key(|c| cuts.partition_point(|&cut| cut <= c.blocks[0]));
    }
    out
}

/// What restores an exception changes nothing that is looked at: control goes on to where the exception goes then.
pub(super) fn handlers(code: &Code) -> impl Iterator<Item = &Handler> {
    code.handlers.iter().filter(|h| h.kind != HandlerKind::Restore)
}

/// Of nested handlers the inner one stands first.
fn handled(code: &Code) -> Vec<u32> {
    let mut out = Vec::new();
    for (place, h) in
        (1..).zip(&code.handlers).collect::<Vec<_>>().into_iter().rev().filter(|(_, h)| h.kind != HandlerKind::Restore)
    {
        out.resize(code.instrs.len(), 0);
        let end = (h.end as usize).min(out.len());
        out[(h.start as usize).min(end)..end].fill(place);
    }
    out
}

/// Starts of basic blocks, in order.
pub(super) fn leaders(code: &Code) -> Vec<u32> {
    let mut out = BTreeSet::from([0]);
    for (pc, instr) in (0..).zip(&code.instrs) {
        match instr.op {
            Op::Jump(t) | Op::ForIter(t) => out.extend([t, pc + 1]),
            Op::PopJumpIf { target, .. } | Op::JumpOrPop { target, .. } => out.extend([target, pc + 1]),
            Op::Return | Op::Raise(_) | Op::Reraise => out.extend([pc + 1]),
            _ => {}
        }
    }
    out.extend(handlers(code).flat_map(|h| [h.target, h.start]));
    let end = code.instrs.len() as u32;
    out.into_iter().filter(|&pc| pc < end).collect()
}

/// Where control may go from each block, handlers included.
pub(super) fn edges(code: &Code) -> Vec<(u32, Vec<u32>)> {
    let leaders = leaders(code);
    let end = code.instrs.len() as u32;
    let ends = leaders.iter().copied().skip(1).chain([end]);
    let mut covering = vec![Vec::new(); leaders.len()];
    for h in handlers(code) {
        // The block that `h.start` is in, or the first one behind it.
        let first = leaders.partition_point(|&start| start <= h.start).saturating_sub(1);
        let last = leaders.partition_point(|&start| start < h.end);
        covering.get_mut(first..last).into_iter().flatten().for_each(|next: &mut Vec<u32>| next.push(h.target));
    }
    leaders
        .iter()
        .zip(ends)
        .zip(covering)
        .map(|((&start, stop), mut next)| {
            match code.instrs.get(stop as usize - 1).map(|i| i.op) {
                Some(Op::Jump(t)) => next.push(t),
                Some(Op::ForIter(t) | Op::PopJumpIf { target: t, .. } | Op::JumpOrPop { target: t, .. }) => {
                    next.extend([t, stop]);
                }
                Some(Op::Return | Op::Raise(_) | Op::Reraise) | None => {}
                Some(_) => next.push(stop),
            }
            next.retain(|&t| t < end);
            (start, next)
        })
        .collect()
}
