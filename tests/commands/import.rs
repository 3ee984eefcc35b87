//! Articles from elsewhere: five programs, one command, all of it or nothing.

use crate::harness::binary::{Folder, Serving, program, run};

fn admin(data: &str) {
    let added = run(&mut program(&[
        "user",
        "add",
        "robin@example.com",
        "--name",
        "Robin Adler",
        "--grant",
        "admin",
        "--data",
        data,
    ]));
    added.assert_code(0);
}

fn import(data: &str, folder: &Folder, more: &[&str]) -> crate::harness::binary::Ended {
    let path = folder.path("");
    let mut arguments = vec!["import", "articles", path.as_str(), "--data", data];
    arguments.extend(more);
    run(&mut program(&arguments))
}

fn mkdocs() -> Folder {
    let folder = Folder::new();
    folder.write(
        "mkdocs.yml",
        "site_name: Net\nmarkdown_extensions:\n  - x: !!python/name:a.b\nnav:\n  - Home: index.md\n  - DNS:\n      - Which resolver do we use?: dns/resolver.md\n",
    );
    folder.write("README.md", "# The repository\n\nNot an article.\n");
    folder.write("docs/index.md", "# Network of the cellar\n\nStart with [names](dns/resolver.md#why-ours).\n");
    folder.write(
        "docs/dns/resolver.md",
        "Use 10.0.0.53.\n\n!!! warning \"Not 8.8.8.8\"\n    It sees nothing of ours.\n\n## Why ours {#why}\n\n![plan](plan.png) See [home](../index.md).\n",
    );
    folder
}

#[actix_web::test]
async fn mkdocs_is_taken_in_with_its_titles_links_and_notes() {
    let (data, folder) = (Folder::new(), mkdocs());
    let data = data.path("d");
    admin(&data);

    let tried = import(&data, &folder, &["--dry-run"]);
    tried.assert_code(0);
    assert!(tried.out.contains("Nothing was written. It would be: 2 published"), "{tried:#?}");
    let done = import(&data, &folder, &[]);

    done.assert_code(0);
    assert!(done.out.contains("This is MkDocs. The articles are Robin Adler's."), "{done:#?}");
    assert!(done.out.contains("2 published, 0 as they were."), "{done:#?}");
    assert!(done.out.contains("resolver.md:8: the picture plan.png is not carried over"), "{done:#?}");
    let again = import(&data, &folder, &[]);
    assert!(again.out.contains("0 published, 2 as they were."), "{again:#?}");

    let serving = Serving::start(&["--data", &data]);
    let reader = serving.client();
    let page = reader.get("/faq/resolver").await;
    page.assert_ok().assert_text("Which resolver do we use?").assert_text("Not 8.8.8.8");
    page.assert_element(".prose blockquote.warning").assert_element(".prose h2#why-ours");
    page.assert_element(".prose a[href='/faq/start']").assert_no_element(".prose img");
    reader.get("/faq/start").await.assert_element(".prose a[href='/faq/resolver#why-ours']");
}

#[test]
fn a_fault_that_loses_text_stops_all_of_it() {
    let (data, folder) = (Folder::new(), mkdocs());
    let data = data.path("d");
    admin(&data);
    std::fs::write(folder.0.join("docs/bytes.md"), b"# A\n\n\xff\xfe\n").unwrap();
    folder.write("docs/yaml.md", "---\ntitle: [A\n---\nText.\n");

    let refused = import(&data, &folder, &[]);

    refused.assert_refused(1, &["2 faults; nothing was imported"]);
    assert!(refused.out.contains("bytes.md:3: the file is not UTF-8"), "{refused:#?}");
    assert!(refused.out.contains("the front matter is no YAML"), "{refused:#?}");
    std::fs::remove_file(folder.0.join("docs/bytes.md")).unwrap();
    std::fs::remove_file(folder.0.join("docs/yaml.md")).unwrap();
    assert!(import(&data, &folder, &[]).out.contains("2 published"), "nothing had been written");
}

#[test]
fn an_article_that_was_changed_meanwhile_is_not_overwritten() {
    let (data, folder) = (Folder::new(), mkdocs());
    let data = data.path("d");
    admin(&data);
    import(&data, &folder, &[]).assert_code(0);
    folder.write("docs/index.md", "# Network of the cellar\n\nSomething else.\n");
    folder.write("docs/new.md", "# New?\n\nYes.\n");

    import(&data, &folder, &[])
        .assert_refused(1, &["index.md:1", "/faq/start was published already", "nothing was imported"]);
}

#[test]
fn who_stands_behind_it_must_be_there() {
    let (data, folder) = (Folder::new(), mkdocs());
    let data = data.path("d");

    import(&data, &folder, &[]).assert_refused(1, &["nobody is an admin yet", "--owner"]);
    import(&data, &folder, &["--owner", "no@example.com"]).assert_refused(1, &["no@example.com"]);
    admin(&data);
    import(&data, &folder, &["--owner", "ROBIN@example.com"]).assert_code(0);
    run(&mut program(&["import", "articles", "/no/such/folder", "--data", &data]))
        .assert_refused(2, &["/no/such/folder"]);
}

#[test]
fn docusaurus_hugo_wikis_and_plain_files_are_understood() {
    let docusaurus = Folder::new();
    docusaurus.write("docusaurus.config.js", "module.exports = {};\n");
    docusaurus.write(
        "docs/01-names.md",
        "---\nid: names-here\ntitle: Which resolver?\nsidebar_position: 1\nkeywords: [lookup]\n---\nimport X from '@site/x';\n\n:::danger\nNot 8.8.8.8.\n:::\n\n[next](./02-ports.md)\n",
    );
    docusaurus.write("docs/02-ports.md", "# Which ports?\n\nAsk [first](01-names.md).\n");
    let hugo = Folder::new();
    hugo.write("hugo.toml", "title = \"x\"\n");
    hugo.write(
        "content/dns/names.md",
        "+++\ntitle = \"Which resolver?\"\ndate = 2026-03-04\naliases = [\"/old/lookup/\"]\nauthor = \"Bo\"\n+++\nOurs. [x]({{< ref \"ports.md\" >}})\n\n{{% notice note %}}\nRead it.\n{{% /notice %}}\n",
    );
    hugo.write("content/dns/ports.md", "---\ntitle: Which ports?\ndraft: false\n---\nFew.\n");
    hugo.write("content/dns/draft.md", "---\ntitle: Not yet\ndraft: true\n---\nNo.\n");
    let wiki = Folder::new();
    wiki.write("Home.md", "Start with [[Which Ports]] or [[the names|Our Names]].\n\n> [!WARNING]\n> Careful.\n");
    wiki.write("Which-Ports.md", "Few. Back to [[Home]].\n");
    wiki.write("Our-Names.md", "Ours.\n");
    wiki.write("_Sidebar.md", "* [[Home]]\n");
    let plain = Folder::new();
    plain.write("DNS/How We Resolve.md", "How we resolve\n==============\n\nBy [ports](../ports.md \"t\").\n");
    plain.write("ports.md", "Few, says [that](DNS/How%20We%20Resolve.md).\n");

    for (folder, kind, count, says) in [
        (&docusaurus, "Docusaurus", 2, "01-names.md:7: an import of a component is left out"),
        (&hugo, "Hugo", 2, "draft.md:1: this is a draft; it is left out"),
        (&wiki, "a GitHub wiki", 3, "_Sidebar.md:1: this is a part of other pages"),
        (&plain, "plain markdown", 2, "ports.md:1: it has no title; its name is taken for one"),
    ] {
        let data = Folder::new();
        let data = data.path("d");
        admin(&data);

        let done = import(&data, folder, &[]);

        done.assert_code(0);
        assert!(done.out.contains(&format!("This is {kind}.")), "{done:#?}");
        assert!(done.out.contains(&format!("{count} published")), "{kind}: {done:#?}");
        assert!(done.out.contains(says), "{kind}: {done:#?}");
        assert!(!done.out.contains("leads to no article"), "{kind}: {done:#?}");
        let checked = run(&mut program(&["content", "check", &folder.path("")]));
        checked.assert_code(0);
        assert!(checked.out.contains(says), "{kind}: {checked:#?}");
    }
}

#[actix_web::test]
async fn the_same_tree_is_served_as_it_lies_and_read_again_on_change() {
    let (data, folder) = (Folder::new(), mkdocs());
    let data = data.path("d");
    let serving = Serving::start(&["--data", &data, "--content", &folder.path("")]);
    let reader = serving.client();
    reader.get("/faq/resolver").await.assert_ok().assert_text("Which resolver do we use?");
    reader.get("/faq/start").await.assert_element(".prose a[href='/faq/resolver#why-ours']");

    folder.write("docs/dns/index.md", "# All about names\n\nSee [ours](resolver.md).\n");

    for _ in 0..80 {
        let page = reader.get("/faq/dns").await;
        if page.status.is_success() {
            page.assert_element(".prose a[href='/faq/resolver']");
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the new file is not served after eight seconds");
}

#[test]
fn a_tree_is_written_out_as_files_of_ours_that_read_the_same_again() {
    let (folder, data) = (mkdocs(), Folder::new());
    folder.write(
        "docs/dns/old.md",
        "---\ntitle: \"What: about #names?\"\naliases: [lookup-old]\n---\n# X\n\nUse ours.\n",
    );
    let (data, to) = (data.path("d"), folder.path("../") + &format!("out-{}", std::process::id()));

    let written = import(&data, &folder, &["--to", &to]);

    written.assert_code(0);
    assert!(written.out.contains("This is MkDocs. 3 articles written to"), "{written:#?}");
    assert!(written.out.contains("resolver.md:8: the picture plan.png is not carried over"), "{written:#?}");
    assert!(!std::path::Path::new(&data).exists(), "no database is needed");
    let checked = run(&mut program(&["content", "check", &to]));
    checked.assert_code(0);
    assert!(checked.out.contains("3 articles, no fault."), "{checked:#?}");
    import(&data, &folder, &["--to", &to]).assert_refused(1, &["is not empty"]);
    let read = |path: &str| drawbridge::knowledge::Library::of_folder("", std::path::Path::new(path)).unwrap().shelf();
    let (theirs, ours) = (read(&folder.path("")), read(&to));
    let all = |shelf: &drawbridge::knowledge::Shelf| {
        let one = |article: &std::sync::Arc<drawbridge::knowledge::Article>| {
            let dates = (article.reviewed_on, article.review_after);
            let lists = (article.tags.clone(), article.phrasings.clone(), article.related.clone());
            format!(
                "{:?}",
                (&article.slug, &article.title, &article.category, lists, &article.owner, dates, article.body.trim())
            )
        };
        shelf.articles().map(one).collect::<Vec<_>>()
    };
    assert_eq!(all(&ours), all(&theirs));
    let second = format!("{to}-again");
    run(&mut program(&["import", "articles", &to, "--to", &second, "--data", &data])).assert_code(0);
    for article in ours.articles() {
        let file = format!("faq/{}/{}.md", article.category, article.slug);
        let text = |folder: &str| std::fs::read_to_string(std::path::Path::new(folder).join(&file)).unwrap();
        assert_eq!(text(&to), text(&second));
    }
    for made in [&to, &second] {
        std::fs::remove_dir_all(made).unwrap();
    }
}
