//! The tables, as Diesel sees them: one line per column of `migrations/`.
//!
//! Written by hand, because both databases share it; a test reads every table on both.

#![allow(missing_docs, reason = "a table says what it is in its migration")]

diesel::table! {
    counters (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    changes (sequence) {
        sequence -> BigInt,
        kind -> Text,
        subject -> Text,
        changed_at -> BigInt,
    }
}

diesel::table! {
    people (id) {
        id -> Text,
        handle -> Text,
        name -> Text,
        name_folded -> Text,
        email -> Text,
        email_folded -> Text,
        chat -> Text,
        password_hash -> Nullable<Text>,
        state -> Text,
        created_at -> BigInt,
        version -> Integer,
        time_zone -> Text,
    }
}

diesel::table! {
    grants (id) {
        id -> Text,
        person_id -> Text,
        kind -> Text,
        scope_kind -> Text,
        scope_key -> Text,
        granted_by -> Nullable<Text>,
        granted_at -> BigInt,
        source -> Text,
    }
}

diesel::table! {
    sign_in_attempts (state_hash) {
        state_hash -> Text,
        browser_hash -> Text,
        provider -> Text,
        person_id -> Nullable<Text>,
        target -> Text,
        expires_at -> BigInt,
        proof_since -> Nullable<BigInt>,
    }
}

diesel::table! {
    linked_sign_ins (id) {
        id -> Text,
        person_id -> Text,
        provider -> Text,
        issuer -> Text,
        subject -> Text,
        label -> Text,
        linked_at -> BigInt,
        used_at -> BigInt,
    }
}

diesel::table! {
    service_accounts (person_id) {
        person_id -> Text,
        about -> Text,
        team_id -> Nullable<Text>,
        owner_id -> Nullable<Text>,
        created_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    former_people (person_id) {
        person_id -> Text,
        erased_at -> BigInt,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        token_hash -> Text,
        person_id -> Text,
        created_at -> BigInt,
        seen_at -> BigInt,
        expires_at -> BigInt,
        provider -> Text,
        device -> Text,
        address -> Text,
        proved_at -> BigInt,
    }
}

diesel::table! {
    sign_in_tries (key) {
        key -> Text,
        counts_until -> BigInt,
        tried_at -> BigInt,
    }
}

diesel::table! {
    known_browsers (browser_hash, person_id) {
        browser_hash -> Text,
        person_id -> Text,
        place -> Text,
        used_at -> BigInt,
    }
}

diesel::table! {
    second_factors (person_id) {
        person_id -> Text,
        secret -> Binary,
        created_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
        last_step -> BigInt,
    }
}

diesel::table! {
    recovery_codes (person_id, code_hash) {
        person_id -> Text,
        code_hash -> Text,
        created_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    half_sign_ins (token_hash) {
        token_hash -> Text,
        person_id -> Text,
        target -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> Text,
        token_hash -> Text,
        person_id -> Text,
        name -> Text,
        scopes -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        token_hash -> Text,
        purpose -> Text,
        person_id -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    submissions (person_id, token) {
        person_id -> Text,
        token -> Text,
        target -> Text,
        submitted_at -> BigInt,
    }
}

diesel::table! {
    audit_entries (id) {
        id -> Text,
        recorded_at -> BigInt,
        actor_id -> Nullable<Text>,
        action -> Text,
        subject_kind -> Text,
        subject_key -> Text,
        detail -> Text,
        salt -> Text,
        origin -> Text,
    }
}

diesel::table! {
    audit_seals (number) {
        number -> BigInt,
        entry_id -> Text,
        words_hash -> Text,
        link_hash -> Text,
    }
}

diesel::table! {
    departments (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        name_folded -> Text,
        version -> Integer,
    }
}

diesel::table! {
    teams (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        name_folded -> Text,
        department_id -> Text,
        chat -> Text,
        created_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    memberships (id) {
        id -> Text,
        person_id -> Text,
        team_id -> Text,
        since -> Integer,
    }
}

diesel::table! {
    terms (id) {
        id -> Text,
        team_id -> Text,
        person_id -> Text,
        role -> Text,
        state -> Text,
        allocation_percent -> Integer,
        nominated_by -> Text,
        nominated_at -> BigInt,
        approved_by -> Nullable<Text>,
        approved_at -> Nullable<BigInt>,
        answered_at -> Nullable<BigInt>,
        decline_reason -> Text,
        starts_on -> Nullable<Integer>,
        ends_on -> Nullable<Integer>,
        ended_at -> Nullable<BigInt>,
        end_reason -> Text,
        version -> Integer,
        scope_id -> Nullable<Text>,
        renews_id -> Nullable<Text>,
        follows_id -> Nullable<Text>,
        thanks -> Text,
        thanked_by -> Nullable<Text>,
        agreed_until -> Nullable<Integer>,
        ended_by -> Nullable<Text>,
        thanked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    scopes (id) {
        id -> Text,
        fingerprint -> Text,
        words -> Text,
        first_used_at -> BigInt,
    }
}

diesel::table! {
    absences (id) {
        id -> Text,
        person_id -> Text,
        first_on -> Integer,
        last_on -> Integer,
        entered_by -> Nullable<Text>,
        entered_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    stand_ins (id) {
        id -> Text,
        absence_id -> Text,
        term_id -> Text,
        person_id -> Text,
        state -> Text,
        asked_by -> Nullable<Text>,
        asked_at -> BigInt,
        answered_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    handovers (id) {
        id -> Text,
        term_id -> Text,
        cause -> Text,
        state -> Text,
        raised_by -> Nullable<Text>,
        raised_at -> BigInt,
        done_by -> Nullable<Text>,
        done_at -> Nullable<BigInt>,
        to_person_id -> Nullable<Text>,
        moved -> Integer,
    }
}

diesel::table! {
    repositories (id) {
        id -> Text,
        name -> Text,
        name_folded -> Text,
        team_id -> Text,
        link -> Text,
    }
}

diesel::table! {
    services (id) {
        id -> Text,
        name -> Text,
        name_folded -> Text,
        team_id -> Text,
        link -> Text,
    }
}

diesel::table! {
    time_entries (id) {
        id -> Text,
        person_id -> Text,
        team_id -> Text,
        day -> Integer,
        minutes -> Integer,
        activity -> Text,
        note -> Text,
        created_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    time_months (month, team_id, person_id) {
        month -> Integer,
        team_id -> Text,
        person_id -> Text,
        minutes -> BigInt,
        entries -> Integer,
    }
}

diesel::table! {
    allocations (id) {
        id -> Text,
        term_id -> Text,
        from_day -> Integer,
        percent -> Integer,
        set_by -> Nullable<Text>,
        set_at -> BigInt,
    }
}

diesel::table! {
    contracted_hours (id) {
        id -> Text,
        person_id -> Text,
        from_day -> Integer,
        minutes_per_week -> Integer,
        set_by -> Nullable<Text>,
        set_at -> BigInt,
    }
}

diesel::table! {
    time_closings (id) {
        id -> Text,
        month -> Integer,
        action -> Text,
        reason -> Text,
        person_id -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    time_undo (entry_id) {
        entry_id -> Text,
        person_id -> Text,
        team_id -> Text,
        day -> Integer,
        minutes -> Integer,
        activity -> Text,
        note -> Text,
        created_at -> BigInt,
        version -> Integer,
        removed -> Bool,
        made_at -> BigInt,
    }
}

diesel::table! {
    time_offers (person_id, kind, subject) {
        person_id -> Text,
        kind -> Text,
        subject -> Text,
        settled_at -> BigInt,
        entry_id -> Nullable<Text>,
    }
}

diesel::table! {
    courses (id) {
        id -> Text,
        slug -> Text,
        title -> Text,
        title_folded -> Text,
        provider -> Text,
        link -> Text,
        minutes -> Integer,
        valid_months -> Nullable<Integer>,
        version -> Integer,
        more_offers -> Text,
        audience -> Text,
        pass_mark -> Nullable<Integer>,
        replaces_id -> Nullable<Text>,
        renew_for -> Text,
        renew_by -> Nullable<Integer>,
    }
}

diesel::table! {
    completions (id) {
        id -> Text,
        person_id -> Text,
        course_id -> Text,
        completed_on -> Integer,
        valid_until -> Nullable<Integer>,
        evidence -> Text,
        recorded_at -> BigInt,
        result -> Nullable<Integer>,
        passed -> Bool,
        file_id -> Nullable<Text>,
        state -> Text,
        judged_by -> Nullable<Text>,
        judged_at -> Nullable<BigInt>,
        words -> Text,
        certificate -> Text,
        version -> Integer,
    }
}

diesel::table! {
    reviews (id) {
        id -> Text,
        person_id -> Text,
        team_id -> Text,
        kind -> Text,
        title -> Text,
        link -> Text,
        outcome -> Text,
        day -> Integer,
        minutes -> Nullable<Integer>,
        note -> Text,
        created_at -> BigInt,
        version -> Integer,
        state -> Text,
        critical -> Integer,
        high -> Integer,
        medium -> Integer,
        low -> Integer,
        findings -> Text,
        preflight_why -> Text,
        preflight_flows -> Text,
    }
}

diesel::table! {
    meetings (id) {
        id -> Text,
        number -> BigInt,
        kind -> Text,
        title -> Text,
        agenda -> Text,
        place -> Text,
        organiser_id -> Text,
        zone -> Text,
        first_day -> Integer,
        starts_minute -> Integer,
        minutes -> Integer,
        repeats -> Text,
        last_day -> Integer,
        sequence -> Integer,
        created_at -> BigInt,
        changed_at -> BigInt,
        called_off_at -> Nullable<BigInt>,
        call_off_reason -> Text,
        version -> Integer,
    }
}

diesel::table! {
    meeting_invitees (id) {
        id -> Text,
        meeting_id -> Text,
        kind -> Text,
        key -> Text,
    }
}

diesel::table! {
    meeting_dates (id) {
        id -> Text,
        meeting_id -> Text,
        planned_on -> Integer,
        day -> Integer,
        starts_minute -> Integer,
        minutes -> Integer,
        starts_at -> BigInt,
        ends_at -> BigInt,
        agenda -> Text,
        state -> Text,
        call_off_reason -> Text,
        notes -> Text,
        notes_by -> Nullable<Text>,
        notes_at -> Nullable<BigInt>,
        notes_version -> Integer,
        version -> Integer,
    }
}

diesel::table! {
    meeting_participants (id) {
        id -> Text,
        date_id -> Text,
        person_id -> Text,
        answer -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        attended -> Bool,
        attended_by -> Nullable<Text>,
    }
}

diesel::table! {
    calendar_feeds (person_id) {
        person_id -> Text,
        token_hash -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    /// The secret address by which a feed reader follows what its owner may read.
    feed_addresses (person_id) {
        person_id -> Text,
        token_hash -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    belt_promotions (id) {
        id -> Text,
        person_id -> Text,
        level -> Text,
        state -> Text,
        ground -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        manager_id -> Nullable<Text>,
        lead_id -> Nullable<Text>,
        refused_by -> Nullable<Text>,
        words -> Text,
        settled_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    kudos (id) {
        id -> Text,
        person_id -> Text,
        given_by -> Text,
        reason -> Text,
        given_at -> BigInt,
    }
}

diesel::table! {
    articles (id) {
        id -> Text,
        slug -> Text,
        title -> Text,
        category -> Text,
        tags -> Text,
        phrasings -> Text,
        related -> Text,
        body -> Text,
        question_number -> Nullable<BigInt>,
        author_id -> Text,
        published_at -> BigInt,
        reviewed_on -> Integer,
        review_after -> Integer,
        version -> Integer,
        owner -> Text,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    article_versions (id) {
        id -> Text,
        article_id -> Text,
        number -> Integer,
        title -> Text,
        category -> Text,
        tags -> Text,
        phrasings -> Text,
        related -> Text,
        body -> Text,
        author_id -> Nullable<Text>,
        reader_id -> Nullable<Text>,
        note -> Text,
        published_at -> BigInt,
    }
}

diesel::table! {
    article_drafts (id) {
        id -> Text,
        number -> BigInt,
        slug -> Nullable<Text>,
        base -> Integer,
        title -> Text,
        category -> Text,
        tags -> Text,
        phrasings -> Text,
        related -> Text,
        body -> Text,
        note -> Text,
        author_id -> Text,
        state -> Text,
        reader_id -> Nullable<Text>,
        reader_words -> Text,
        created_at -> BigInt,
        saved_at -> BigInt,
        version -> Integer,
        address -> Text,
    }
}

diesel::table! {
    feedback (id) {
        id -> Text,
        slug -> Text,
        helpful -> Bool,
        words -> Text,
        given_at -> BigInt,
        reason -> Text,
    }
}

diesel::table! {
    article_reviews (id) {
        id -> Text,
        slug -> Text,
        fingerprint -> Text,
        reviewed_by -> Text,
        reviewed_at -> BigInt,
        reviewed_on -> Integer,
        review_after -> Integer,
        before_reviewed_on -> Integer,
        before_review_after -> Integer,
    }
}

diesel::table! {
    article_flags (id) {
        id -> Text,
        slug -> Text,
        fingerprint -> Text,
        reported_at -> BigInt,
        person_id -> Nullable<Text>,
        words -> Text,
        outcome -> Text,
        outcome_words -> Text,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    searches (words, day) {
        words -> Text,
        day -> Integer,
        times -> BigInt,
        answered -> BigInt,
        clicks -> BigInt,
        asks -> BigInt,
        hits -> BigInt,
        best_slug -> Text,
    }
}

diesel::table! {
    search_clicks (words, slug, day) {
        words -> Text,
        slug -> Text,
        day -> Integer,
        clicks -> BigInt,
    }
}

diesel::table! {
    article_reads (slug, day) {
        slug -> Text,
        day -> Integer,
        reads -> BigInt,
    }
}

diesel::table! {
    article_redirects (slug) {
        slug -> Text,
        target -> Nullable<Text>,
        why -> Text,
        moved_at -> BigInt,
    }
}

diesel::table! {
    questions (id) {
        id -> Text,
        number -> BigInt,
        title -> Text,
        title_folded -> Text,
        body -> Text,
        searched -> Text,
        asker_id -> Text,
        team_id -> Nullable<Text>,
        urgency -> Text,
        state -> Text,
        asked_at -> BigInt,
        turn_since -> BigInt,
        due_at -> BigInt,
        claimed_by -> Nullable<Text>,
        claimed_at -> Nullable<BigInt>,
        answer -> Text,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        article_slug -> Nullable<Text>,
        version -> Integer,
        turn -> Text,
        target_at -> BigInt,
        first_response_at -> Nullable<BigInt>,
        launch_id -> Nullable<Text>,
        visibility -> Text,
        asked_by -> Nullable<Text>,
        about_kind -> Text,
        about -> Text,
        flow -> Text,
        merged_into -> Nullable<Text>,
    }
}

diesel::table! {
    question_notes (id) {
        id -> Text,
        question_id -> Text,
        person_id -> Text,
        written_at -> BigInt,
        words -> Text,
    }
}

diesel::table! {
    question_links (question_id, kind, target) {
        question_id -> Text,
        kind -> Text,
        target -> Text,
        label -> Text,
        person_id -> Text,
        linked_at -> BigInt,
    }
}

diesel::table! {
    saved_replies (id) {
        id -> Text,
        owner_id -> Nullable<Text>,
        key -> Text,
        title -> Text,
        body -> Text,
        saved_by -> Text,
        saved_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    question_confirmations (question_id) {
        question_id -> Text,
        confirms_at -> Nullable<BigInt>,
        confirmed_at -> Nullable<BigInt>,
        confirmed_by -> Nullable<Text>,
    }
}

diesel::table! {
    question_publications (question_id) {
        question_id -> Text,
        draft -> BigInt,
        kept -> Text,
        begun_by -> Text,
        begun_at -> BigInt,
    }
}

diesel::table! {
    learnt_phrasings (id) {
        id -> Text,
        slug -> Text,
        words -> Text,
        words_folded -> Text,
        question_number -> Nullable<BigInt>,
        gap_number -> Nullable<BigInt>,
        learnt_by -> Text,
        learnt_at -> BigInt,
    }
}

diesel::table! {
    gaps (id) {
        id -> Text,
        number -> BigInt,
        seed -> Text,
        words -> Text,
        state -> Text,
        searches -> BigInt,
        questions -> BigInt,
        waited_minutes -> BigInt,
        weight -> BigInt,
        first_at -> BigInt,
        latest_at -> BigInt,
        closed_at -> Nullable<BigInt>,
        closed_by -> Nullable<Text>,
        closed_slug -> Nullable<Text>,
        closed_why -> Text,
        reopened_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    gap_terms (term, gap_id) {
        term -> Text,
        gap_id -> Text,
    }
}

diesel::table! {
    gap_searches (words) {
        words -> Text,
        gap_id -> Text,
        times -> BigInt,
        latest_day -> Integer,
        of_day -> BigInt,
    }
}

diesel::table! {
    gap_questions (question_id) {
        question_id -> Text,
        gap_id -> Text,
        is_for_everyone -> Integer,
        is_open -> Integer,
        waited_minutes -> BigInt,
        counted_at -> BigInt,
    }
}

diesel::table! {
    gap_progress (name) {
        name -> Text,
        change -> BigInt,
        day -> Integer,
    }
}

diesel::table! {
    launches (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        name_folded -> Text,
        team_id -> Text,
        launches_at -> BigInt,
        created_by -> Nullable<Text>,
        created_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    question_topics (question_id, kind, value) {
        question_id -> Text,
        kind -> Text,
        value -> Text,
    }
}

diesel::table! {
    question_watchers (question_id, person_id) {
        question_id -> Text,
        person_id -> Text,
        since -> BigInt,
    }
}

diesel::table! {
    question_events (id) {
        id -> Text,
        question_id -> Text,
        happened_at -> BigInt,
        person_id -> Nullable<Text>,
        kind -> Text,
        words -> Text,
        turn -> Nullable<Text>,
        due_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    question_measures (question_id) {
        question_id -> Text,
        asked_at -> BigInt,
        respond_minutes -> Nullable<BigInt>,
        answer_minutes -> Nullable<BigInt>,
        waited_minutes -> BigInt,
        champion_minutes -> BigInt,
        netsec_minutes -> BigInt,
        was_with_champion -> Bool,
        was_with_netsec -> Bool,
        reopened -> Integer,
    }
}

diesel::table! {
    question_unmeasured (question_id) {
        question_id -> Text,
        changes -> Integer,
    }
}

diesel::table! {
    questions_avoided (day, kind, is_for_everyone) {
        day -> Integer,
        kind -> Text,
        is_for_everyone -> Bool,
        times -> BigInt,
    }
}

diesel::table! {
    question_drafts (id) {
        id -> Text,
        title -> Text,
        body -> Text,
        searched -> Text,
        urgency -> Text,
        kept_at -> BigInt,
        more -> Text,
    }
}

diesel::table! {
    pulse_answers (key) {
        key -> Text,
        quarter -> Text,
        audience -> Text,
        question -> Text,
        department_id -> Nullable<Text>,
        value -> Integer,
        words -> Text,
    }
}

diesel::table! {
    pulse_participants (quarter, audience, question, person_id) {
        quarter -> Text,
        audience -> Text,
        question -> Text,
        person_id -> Text,
    }
}

diesel::table! {
    files (id) {
        id -> Text,
        name -> Text,
        kind -> Text,
        size -> BigInt,
        sha256 -> Text,
        place -> Text,
        kept_by -> Nullable<Text>,
        kept_at -> BigInt,
    }
}

diesel::table! {
    file_contents (file_id) {
        file_id -> Text,
        content -> Binary,
    }
}

diesel::table! {
    path_steps (id) {
        id -> Text,
        belt -> Text,
        position -> Integer,
        course_id -> Text,
    }
}

diesel::table! {
    training_imports (id) {
        id -> Text,
        person_id -> Text,
        source -> Text,
        mapping -> Text,
        content -> Text,
        name -> Text,
        started_at -> BigInt,
    }
}

diesel::table! {
    training_mappings (source_folded) {
        source_folded -> Text,
        source -> Text,
        mapping -> Text,
        saved_at -> BigInt,
    }
}

diesel::table! {
    imported_people (list, person_id) {
        list -> Text,
        person_id -> Text,
    }
}

diesel::table! {
    imported_memberships (list, person_id, team_id) {
        list -> Text,
        person_id -> Text,
        team_id -> Text,
    }
}

diesel::table! {
    provided_memberships (provider, person_id, team_id) {
        provider -> Text,
        person_id -> Text,
        team_id -> Text,
    }
}

diesel::table! {
    code_owners (repository_id, position) {
        repository_id -> Text,
        position -> Integer,
        pattern -> Text,
        team_id -> Nullable<Text>,
    }
}

diesel::table! {
    import_files (name) {
        name -> Text,
        fingerprint -> Text,
        state -> Text,
        words -> Text,
        report -> Text,
        read_at -> BigInt,
        let_leave -> Text,
    }
}

diesel::table! {
    /// What goes out: one message to one person by mail, or to one place in chat.
    deliveries (id) {
        id -> Text,
        channel -> Text,
        lane -> Text,
        person_id -> Nullable<Text>,
        chat -> Text,
        is_digest -> Bool,
        state -> Text,
        created_at -> BigInt,
        ready_at -> BigInt,
        next_at -> BigInt,
        tries -> Integer,
        leased_by -> Text,
        leased_until -> Nullable<BigInt>,
        lease -> Integer,
        ended_at -> Nullable<BigInt>,
        problem -> Text,
    }
}

diesel::table! {
    /// What somebody hears of, written with the change that it is about.
    notices (id) {
        id -> Text,
        person_id -> Nullable<Text>,
        chat -> Text,
        kind -> Text,
        title -> Text,
        words -> Text,
        path -> Text,
        thread -> Text,
        subject_kind -> Text,
        subject_key -> Text,
        is_open -> Bool,
        created_at -> BigInt,
        read_at -> Nullable<BigInt>,
        sorted_at -> Nullable<BigInt>,
        digest_at -> Nullable<BigInt>,
        delivery_id -> Nullable<Text>,
        useful_until -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// What was said already, where the clock is the cause.
    notice_marks (key) {
        key -> Text,
        marked_at -> BigInt,
    }
}

diesel::table! {
    /// What somebody wants by mail, where it is not what everybody gets.
    notice_choices (person_id, kind) {
        person_id -> Text,
        kind -> Text,
        choice -> Text,
    }
}

diesel::table! {
    /// When somebody is not to be disturbed, and gets the digest.
    notice_hours (person_id) {
        person_id -> Text,
        quiet_from -> Nullable<Integer>,
        quiet_until -> Nullable<Integer>,
        digest_at -> Integer,
    }
}

diesel::table! {
    /// What links that end mails are signed with.
    notice_keys (name) {
        name -> Text,
        secret -> Text,
        sealed -> Nullable<Binary>,
    }
}

diesel::table! {
    /// By which a start knows whether it has the keys of what is sealed.
    seal_marks (name) {
        name -> Text,
        sealed -> Binary,
    }
}

diesel::joinable!(grants -> people (person_id));
diesel::joinable!(service_accounts -> people (person_id));
diesel::joinable!(former_people -> people (person_id));
diesel::joinable!(linked_sign_ins -> people (person_id));
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(api_tokens -> people (person_id));
diesel::joinable!(feed_addresses -> people (person_id));
diesel::joinable!(teams -> departments (department_id));
diesel::joinable!(memberships -> teams (team_id));
diesel::joinable!(memberships -> people (person_id));
diesel::joinable!(terms -> teams (team_id));
diesel::joinable!(terms -> people (person_id));
diesel::joinable!(absences -> people (person_id));
diesel::joinable!(stand_ins -> absences (absence_id));
diesel::joinable!(stand_ins -> terms (term_id));
diesel::joinable!(stand_ins -> people (person_id));
diesel::joinable!(handovers -> terms (term_id));
diesel::joinable!(repositories -> teams (team_id));
diesel::joinable!(services -> teams (team_id));
diesel::joinable!(time_entries -> people (person_id));
diesel::joinable!(completions -> courses (course_id));
diesel::joinable!(completions -> people (person_id));
diesel::joinable!(completions -> files (file_id));
diesel::joinable!(path_steps -> courses (course_id));
diesel::joinable!(reviews -> people (person_id));
diesel::joinable!(reviews -> teams (team_id));
diesel::joinable!(meetings -> people (organiser_id));
diesel::joinable!(meeting_invitees -> meetings (meeting_id));
diesel::joinable!(meeting_dates -> meetings (meeting_id));
diesel::joinable!(meeting_participants -> meeting_dates (date_id));
diesel::joinable!(meeting_participants -> people (person_id));
diesel::joinable!(questions -> people (asker_id));
diesel::joinable!(questions -> teams (team_id));
diesel::joinable!(questions -> launches (launch_id));
diesel::joinable!(question_confirmations -> questions (question_id));
diesel::joinable!(question_publications -> questions (question_id));
diesel::joinable!(gap_questions -> questions (question_id));
diesel::joinable!(question_events -> questions (question_id));
diesel::joinable!(question_events -> people (person_id));
diesel::joinable!(deliveries -> people (person_id));
diesel::joinable!(question_measures -> questions (question_id));
diesel::joinable!(question_watchers -> questions (question_id));
diesel::joinable!(articles -> people (author_id));
diesel::joinable!(article_reviews -> people (reviewed_by));
diesel::joinable!(article_versions -> articles (article_id));
diesel::joinable!(article_drafts -> people (author_id));

diesel::allow_tables_to_appear_in_same_query!(
    service_accounts,
    former_people,
    onboardings,
    onboarding_items,
    onboarding_reviews,
    counters,
    changes,
    people,
    grants,
    sign_in_attempts,
    linked_sign_ins,
    sessions,
    sign_in_tries,
    known_browsers,
    second_factors,
    recovery_codes,
    half_sign_ins,
    api_tokens,
    feed_addresses,
    invitations,
    submissions,
    audit_entries,
    audit_seals,
    departments,
    teams,
    memberships,
    terms,
    scopes,
    absences,
    stand_ins,
    handovers,
    repositories,
    services,
    time_entries,
    time_months,
    allocations,
    contracted_hours,
    time_closings,
    time_undo,
    time_offers,
    courses,
    completions,
    files,
    file_contents,
    path_steps,
    training_imports,
    training_mappings,
    reviews,
    meetings,
    meeting_invitees,
    meeting_dates,
    meeting_participants,
    calendar_feeds,
    belt_promotions,
    kudos,
    articles,
    article_versions,
    article_drafts,
    feedback,
    article_reads,
    article_redirects,
    article_reviews,
    article_flags,
    searches,
    search_clicks,
    questions,
    question_events,
    launches,
    question_topics,
    question_watchers,
    question_measures,
    question_unmeasured,
    questions_avoided,
    question_drafts,
    deliveries,
    notices,
    notice_marks,
    notice_choices,
    notice_hours,
    notice_keys,
    seal_marks,
    question_notes,
    question_links,
    saved_replies,
    question_confirmations,
    question_publications,
    learnt_phrasings,
    gaps,
    gap_terms,
    gap_searches,
    gap_questions,
    gap_progress,
    pulse_answers,
    pulse_participants,
    imported_people,
    imported_memberships,
    provided_memberships,
    code_owners,
    import_files,
);

diesel::table! {
    /// The lists of terms: what a champion needs, and who walks beside them.
    onboardings (term_id) {
        term_id -> Text,
        begun_on -> Integer,
        buddy_id -> Nullable<Text>,
        buddy_by -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    /// The things of those lists.
    onboarding_items (id) {
        id -> Text,
        term_id -> Text,
        position -> Integer,
        item -> Text,
        title -> Text,
        help -> Text,
        owner -> Text,
        is_access -> Bool,
        asked_on -> Nullable<Integer>,
        asked_by -> Nullable<Text>,
        done_on -> Nullable<Integer>,
        done_by -> Nullable<Text>,
        evidence -> Text,
        revoked_on -> Nullable<Integer>,
        revoked_by -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    /// What was written after 30, 60 and 90 days.
    onboarding_reviews (id) {
        id -> Text,
        term_id -> Text,
        days -> Integer,
        side -> Text,
        answers -> Text,
        written_by -> Text,
        written_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    /// Diesel's own: what it has applied.
    __diesel_schema_migrations (version) {
        version -> Text,
    }
}
