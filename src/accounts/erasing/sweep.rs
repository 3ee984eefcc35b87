//! Taking somebody's names out of columns: what each room says of its tables.

/// Takes the names of somebody out of these columns of a table:
/// `erase_names!(tx, former, kudos by id: reason)`. `json` before the table says
/// that its columns hold JSON; `folded`, that the second of the two named is the
/// first as it is looked for, and that no other row may have the same.
#[macro_export]
macro_rules! erase_names {
    ($tx:expr, $former:expr, json $table:ident by $key:ident: $($column:ident),+ $(,)?) => {
        $($crate::erase_names!(@column $tx, $former, without_in_json, $table, $key, $column);)+
    };
    ($tx:expr, $former:expr, folded $table:ident by $key:ident: $name:ident, $folded:ident) => {
        for (key, text) in $crate::erase_names!(@rows $tx, $former, $table, $key, $name) {
            if let Some(without) = $former.without(&text) {
                let (mut name, mut number) = (without.clone(), 2);
                loop {
                    let folded = $crate::web::fold::fold(&name);
                    let same = $table::table.filter($table::$folded.eq(&folded)).filter($table::$key.ne(&key));
                    let taken: i64 = same.count().get_result($tx)?;
                    if taken == 0 {
                        diesel::update($table::table.filter($table::$key.eq(&key)))
                            .set(($table::$name.eq(&name), $table::$folded.eq(folded)))
                            .execute($tx)?;
                        break;
                    }
                    name = format!("{without} {number}");
                    number += 1;
                }
            }
        }
    };
    ($tx:expr, $former:expr, $table:ident by $key:ident: $($column:ident),+ $(,)?) => {
        $($crate::erase_names!(@column $tx, $former, without, $table, $key, $column);)+
    };
    (@column $tx:expr, $former:expr, $without:ident, $table:ident, $key:ident, $column:ident) => {
        for (key, text) in $crate::erase_names!(@rows $tx, $former, $table, $key, $column) {
            if let Some(without) = $former.$without(&text) {
                diesel::update($table::table.filter($table::$key.eq(key)))
                    .set($table::$column.eq(without))
                    .execute($tx)?;
            }
        }
    };
    (@rows $tx:expr, $former:expr, $table:ident, $key:ident, $column:ident) => {{
        let mut rows: Vec<(String, String)> = Vec::new();
        for pattern in $former.patterns() {
            let some: Vec<(String, String)> = $table::table
                .filter($crate::db::like::lower($table::$column).like(pattern).escape('\\'))
                .select(($table::$key, $table::$column))
                .load($tx)?;
            rows.extend(some);
        }
        rows.sort();
        rows.dedup();
        rows
    }};
}

/// Deletes rows of a table whose text in this column names somebody: of what
/// counts for nothing without it.
#[macro_export]
macro_rules! delete_naming {
    ($tx:expr, $former:expr, $table:ident: $column:ident) => {
        for (text, _) in $crate::erase_names!(@rows $tx, $former, $table, $column, $column) {
            if $former.without(&text).is_some() {
                diesel::delete($table::table.filter($table::$column.eq(text))).execute($tx)?;
            }
        }
    };
}
