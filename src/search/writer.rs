//! How an index of Tantivy is written: by one thread, in order.

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexWriter};

/// The share of a segment that may be deleted before it is written anew.
const DELETED_SHARE: f32 = 0.3;

/// A writer that gathers `memory` bytes before it writes a segment.
pub fn start_writer(index: &Index, memory: usize) -> tantivy::Result<IndexWriter> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(memory)
        .build();
    let writer: IndexWriter = index.writer_with_options(options)?;
    let mut merging = LogMergePolicy::default();
    merging.set_del_docs_ratio_before_merge(DELETED_SHARE);
    writer.set_merge_policy(Box::new(merging));
    Ok(writer)
}
