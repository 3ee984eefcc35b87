//! Many things in an order, of which a copy costs little.

use std::cmp::Ordering;
use std::sync::Arc;

/// Things of one page: what is copied when one of them changes. A page that
/// grows to twice of it is cut in two.
const PAGE: usize = 256;

/// Things in ascending order. A copy shares all pages until one changes: of
/// 100,000 things it costs some hundred addresses, which is what lets a change
/// be made beside readers who hold the old ones.
///
/// Where a thing stands is said by a function that compares one that stands
/// there with it; all calls for one `Ordered` mean the same order.
#[derive(Debug, Clone)]
pub struct Ordered<T> {
    /// None is empty.
    pages: Vec<Arc<Vec<T>>>,
}

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Ordered { pages: Vec::new() }
    }
}

impl<T: Clone> Ordered<T> {
    /// All, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.pages.iter().flat_map(|page| page.iter())
    }

    /// The thing that is equal.
    pub fn find(&self, order: impl Fn(&T) -> Ordering) -> Option<&T> {
        let page = self.pages.get(self.page_of(&order))?;
        page.binary_search_by(&order).ok().map(|at| &page[at])
    }

    /// Puts a thing at its place; the one that is equal goes.
    pub fn put(&mut self, thing: T, order: impl Fn(&T) -> Ordering) {
        let at = self.page_of(&order);
        let Some(page) = self.pages.get_mut(at).map(Arc::make_mut) else {
            self.pages.push(Arc::new(vec![thing]));
            return;
        };
        match page.binary_search_by(&order) {
            Ok(place) => page[place] = thing,
            Err(place) => page.insert(place, thing),
        }
        if page.len() >= 2 * PAGE {
            let rest = page.split_off(PAGE);
            self.pages.insert(at + 1, Arc::new(rest));
        }
    }

    /// Takes the thing away that is equal.
    pub fn take(&mut self, order: impl Fn(&T) -> Ordering) -> Option<T> {
        let at = self.page_of(&order);
        let page = self.pages.get_mut(at)?;
        let place = page.binary_search_by(&order).ok()?;
        let page = Arc::make_mut(page);
        let taken = page.remove(place);
        if page.is_empty() {
            self.pages.remove(at);
        }
        Some(taken)
    }

    /// The page on which a thing stands, or would.
    fn page_of(&self, order: impl Fn(&T) -> Ordering) -> usize {
        let begins_before = |page: &Arc<Vec<T>>| page.first().is_some_and(|first| order(first).is_le());
        self.pages.partition_point(begins_before).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_stand_in_order_whatever_came_first() {
        let mut things = Ordered::default();
        for number in 0..1_500_u32 {
            // 7 and 1500 have no divisor in common: each comes once, far from the last.
            let thing = number * 7 % 1_500;
            things.put(thing, |known| known.cmp(&thing));
            things.put(thing, |known| known.cmp(&thing));
        }
        let before = things.clone();

        assert!(things.iter().copied().eq(0..1_500));
        for thing in 100..1_300 {
            assert_eq!(things.find(|known| known.cmp(&thing)), Some(&thing));
            assert_eq!(things.take(|known| known.cmp(&thing)), Some(thing));
            assert_eq!(things.find(|known| known.cmp(&thing)), None);
        }
        assert_eq!(things.take(|known| known.cmp(&500)), None);
        assert!(things.iter().copied().eq((0..100).chain(1_300..1_500)));
        assert!(before.iter().copied().eq(0..1_500));
        assert_eq!(before.find(|known| known.cmp(&9_999)), None);
        assert_eq!(Ordered::<u32>::default().find(|known| known.cmp(&0)), None);
    }
}
