//! What of the answers may be shown.

use std::collections::{BTreeMap, HashMap};

use super::model::{Count, Counted, FEWEST};
use crate::db::keys::DepartmentId;

/// What is shown of one question in one quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// Everybody together.
    pub all: Count,
    /// Departments that may be shown by themselves.
    pub departments: HashMap<DepartmentId, Count>,
}

/// What may be shown of these answers, by quarter and question.
///
/// Nothing below five answers. A department is shown only where what all others
/// that are not shown have together is nothing, or five answers at least: else
/// the difference between all and those that are shown would tell it. The
/// choice is the same for every reader, so that two who compare learn nothing.
pub fn publish(counted: &[Counted]) -> BTreeMap<(String, String), Published> {
    let mut cells: BTreeMap<(String, String), BTreeMap<Option<DepartmentId>, Count>> = BTreeMap::new();
    for one in counted {
        let cell = cells.entry((one.quarter.clone(), one.question.clone())).or_default();
        *cell.entry(one.department).or_default() += one.count;
    }
    cells.into_iter().filter_map(|(key, cell)| Some((key, publish_one(&cell)?))).collect()
}

fn publish_one(cell: &BTreeMap<Option<DepartmentId>, Count>) -> Option<Published> {
    let mut all = Count::default();
    cell.values().for_each(|count| all += *count);
    if all.answers < FEWEST {
        return None;
    }
    let mut shown: Vec<(DepartmentId, Count)> = cell
        .iter()
        .filter_map(|(department, count)| Some(((*department)?, *count)))
        .filter(|(_, count)| count.answers >= FEWEST)
        .collect();
    let rest = all.answers - shown.iter().map(|(_, count)| count.answers).sum::<i64>();
    if (1..FEWEST).contains(&rest) {
        // The smallest goes into the rest, which then has five at least.
        let smallest = shown.iter().enumerate().min_by_key(|(_, (id, count))| (count.answers, *id));
        if let Some(place) = smallest.map(|(place, _)| place) {
            shown.remove(place);
        }
    }
    Some(Published { all, departments: shown.into_iter().collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(answers: &[i64]) -> BTreeMap<Option<DepartmentId>, Count> {
        let count = |answers: &i64| Count { answers: *answers, sum: 3 * answers };
        answers.iter().map(|answers| (Some(DepartmentId::generate()), count(answers))).collect()
    }

    #[test]
    fn nothing_is_shown_of_fewer_than_five_also_not_by_subtraction() {
        for (answers, all, shown) in [
            (vec![4], None, vec![]),
            (vec![2, 2], None, vec![]),
            (vec![5], Some(5), vec![5]),
            (vec![3, 2], Some(5), vec![]),
            (vec![6, 3], Some(9), vec![]),
            (vec![6, 7, 3], Some(16), vec![7]),
            (vec![6, 7, 3, 2], Some(18), vec![6, 7]),
            (vec![5, 5, 5], Some(15), vec![5, 5, 5]),
            (vec![1, 9], Some(10), vec![]),
        ] {
            let published = publish_one(&cells(&answers));
            assert_eq!(published.as_ref().map(|one| one.all.answers), all, "{answers:?}");
            let mut counts: Vec<i64> =
                published.iter().flat_map(|one| one.departments.values()).map(|count| count.answers).collect();
            counts.sort_unstable();
            assert_eq!(counts, shown, "{answers:?}");
        }
    }

    #[test]
    fn whatever_is_shown_leaves_no_difference_below_five() {
        // Every company of up to four departments with up to eight answers each.
        for number in 0..9_i64.pow(4) {
            let answers: Vec<i64> = (0..4).map(|place| number / 9_i64.pow(place) % 9).filter(|one| *one > 0).collect();
            let Some(published) = publish_one(&cells(&answers)) else {
                assert!(answers.iter().sum::<i64>() < FEWEST, "{answers:?} is hidden");
                continue;
            };
            let shown: Vec<i64> = published.departments.values().map(|count| count.answers).collect();
            let rest = published.all.answers - shown.iter().sum::<i64>();
            assert!(rest == 0 || rest >= FEWEST, "{answers:?} leaves {rest}");
            assert!(shown.iter().all(|one| *one >= FEWEST), "{answers:?} shows {shown:?}");
        }
    }
}
