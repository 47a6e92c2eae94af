//! Groups tell nothing of each other, so they can be judged side by side; which thread judges what changes nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Judges items on so many threads, each taking the next one; the verdicts come in the order of the items.
pub(super) fn side_by_side<Item: Sync, Verdict: Send>(
    items: &[Item],
    threads: usize,
    judge: &(dyn Fn(&Item) -> Verdict + Sync),
) -> Vec<Verdict> {
    let next = AtomicUsize::new(0);
    let take = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        items.get(at).map(|item| (at, judge(item)))
    };
    let work = || std::iter::from_fn(take).collect::<Vec<(usize, Verdict)>>();
    let mut verdicts: Vec<(usize, Verdict)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, Vec<_>>| worker.join().expect("judging does not panic");
        workers.into_iter().flat_map(join).collect()
    });
    verdicts.sort_by_key(|(at, _)| *at);
    verdicts.into_iter().map(|(_, verdict)| verdict).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_threads_gives_the_same_verdicts_in_the_same_order() {
        let items: Vec<u64> = (0..1_000).collect();
        let judge = |item: &u64| (0..*item % 7 * 100).fold(*item, |sum, step| sum.wrapping_mul(31) ^ step);
        let alone: Vec<u64> = items.iter().map(judge).collect();
        for threads in 1..=5 {
            assert_eq!(side_by_side(&items, threads, &judge), alone, "{threads} threads");
        }
    }
}
