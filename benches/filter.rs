//! One keystroke of a filter over 20,000 rows: the lists' narrowing and the pickers' fuzzy search.
//!
//! The bound is 3 ms a keystroke, the first letter too, which finds most rows.
#![allow(clippy::unwrap_used)] // a bench

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use senco::fuzzy::Names;
use senco::tui::widgets::narrow::Narrow;

const ROWS: usize = 20_000;
const QUERIES: [&str; 6] = ["o", "ot", "ott", "otr", "y4 lark", "zzz"];

fn row(n: usize) -> String {
    let firsts = ["Ama", "Ben", "Cy", "Dee", "Eve", "Finn", "Gil", "Hana", "Ivy", "Jo", "Kit", "Lea"];
    let lasts =
        ["Otter", "Quill", "Marten", "Plover", "Siskin", "Badger", "Avocet", "Curlew", "Tern", "Wren"];
    let classes = ["Lark", "Wren", "Teal", "Robin", "Swift"];
    let work = ["6-week check · Language group", "review with parents (2 of 3)", "review · Reading mentors"];
    format!(
        "{}{} {} Y{} {} {} Holly Bank",
        firsts[n % 12],
        n % 97,
        lasts[n / 12 % 10],
        n % 14,
        classes[n % 5],
        work[n % 3]
    )
}

fn filter(c: &mut Criterion) {
    let narrow = Narrow::new((0..ROWS).map(row));
    let names = Names::new((0..ROWS).map(row));
    let mut group = c.benchmark_group("a keystroke over 20,000 rows");
    for query in QUERIES {
        group.bench_function(format!("list, {query}"), |b| {
            b.iter(|| black_box(narrow.find(black_box(query), None)));
        });
        group.bench_function(format!("picker, {query}"), |b| {
            b.iter(|| black_box(names.find(black_box(query), None)));
        });
    }
    let some = narrow.find("ot", None);
    group.bench_function("list, ott after ot", |b| {
        b.iter(|| black_box(narrow.find("ott", Some(&some))));
    });
    group.bench_function("preparing the list, on the worker's thread", |b| {
        b.iter(|| black_box(Narrow::new((0..ROWS).map(row))));
    });
    group.finish();
}

criterion_group!(benches, filter);
criterion_main!(benches);
