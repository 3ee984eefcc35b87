//! `content score`: how well the search finds, and whether that is enough.

use crate::harness::binary::{Folder, program, run};

const QUESTIONS: &str = "query\tslug\talt_slug\tsource\n\
    connection refused\tconnection-refused\t\tkeywords\n\
    no pg_hba.conf entry for host, postgres on port 5432\tpostgres-5432-5433\tconnection-refused\tstory\n\
    text is not centred in my button\tNONE\t\tkeywords\n";

#[test]
fn a_score_names_its_measures_over_all_and_by_category_and_source() {
    let folder = Folder::new();
    let file = folder.write("questions.tsv", QUESTIONS);

    let ended = run(&mut program(&["content", "score", &file]));

    ended.assert_code(0);
    assert!(ended.out.starts_with("questions  2 answerable, 1 not\nsuccess@1  1.000\n"), "{}", ended.out);
    for line in ["diagnosis ", "data-stores ", "keywords ", "story "] {
        assert!(ended.out.contains(&format!("\n{line}")), "{} lacks {line}", ended.out);
    }
}

#[test]
fn a_score_below_its_floor_is_refused_by_the_name_of_the_measure() {
    let folder = Folder::new();
    let wrong = QUESTIONS.replace("\tconnection-refused\t\tkeywords", "\tredis-exposure\t\tkeywords");
    let (file, wrong) = (folder.write("questions.tsv", QUESTIONS), folder.write("wrong.tsv", &wrong));
    let limits = ["--at-least", "success@1=0.9,said-no=0.9", "--at-most", "withheld=0.1"];
    let score = |file: &str, limits: &[&str]| run(&mut program(&[&["content", "score", file][..], limits].concat()));

    score(&file, &limits).assert_code(0);
    score(&wrong, &limits).assert_refused(1, &["success@1 is 0.500, not at least 0.9"]);
    score(&file, &["--at-least", "speed=1"]).assert_code(2);
    score(&file, &["--at-most", "withheld=5"]).assert_code(2);
}
