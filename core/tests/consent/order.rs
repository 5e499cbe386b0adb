//! The same events, in any batches and with any restarts, give the same view.

use super::*;
use proptest::prelude::*;

fn event() -> impl Strategy<Value = Vec<Event>> {
    let one = |(_, event): (u64, Event)| vec![event];
    prop_oneof![
        Just(one(pixel(0))),
        Just(one(banner(0, true))),
        Just(one(banner(0, false))),
        prop::sample::select(vec!["Accept all", "Reject all", "Save", "Got it", "Close", "?"]).prop_map(move |b| one(press(0, b))),
        prop::sample::select(vec![KLARO, "{\"a\":false}", "{}", "x"]).prop_map(move |v| one(cookie(0, "klaro", v))),
        Just(one(gone(0, "klaro"))),
        Just(one(cookie(0, "OptanonConsent", "groups=C0001%3A1%2CC0004%3A0"))),
        Just(one(cookie(0, "_fbp", "fb.1.1770198687545.390053971848850268"))),
        Just(one(api(0, "tcf", "cmpuishown", "{\"tcString\":\"\"}"))),
        Just(one(api(0, "google", "default", "{\"ad_storage\":\"denied\"}"))),
        prop::sample::select(vec![CheckStep::Ignore, CheckStep::Done, CheckStep::Off]).prop_map(move |s| one(check(0, s))),
        prop::sample::select(vec![PAGE, NEXT, "https://other.example/"])
            .prop_map(|url| main_frame(0, url).into_iter().map(|(_, event)| event).collect()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn batches_and_restarts_change_nothing(list in prop::collection::vec((event(), 1_u64..4_000), 0..40), cuts in prop::collection::vec(any::<bool>(), 40)) {
        let mut at = 2_000;
        let mut events = visit(&[]);
        for (n, (group, gap)) in list.into_iter().enumerate() {
            at += gap;
            for (k, mut event) in group.into_iter().enumerate() {
                if let Event::Request(request) = &mut event {
                    request.id = format!("{n}.{k}");
                }
                events.push(seen(at, event));
            }
        }
        let mut whole = Session::default();
        whole.step(&events, 0);
        let mut parts = Session::default();
        let mut batch = Vec::new();
        for (n, event) in events.iter().enumerate() {
            batch.push(event.clone());
            if cuts.get(n % cuts.len()).copied().unwrap_or(true) {
                parts.step(&std::mem::take(&mut batch), 0);
                parts = Session::restore(&parts.snapshot()).expect("our own snapshot");
            }
        }
        parts.step(&batch, 0);
        prop_assert_eq!(parts.view(7), whole.view(7));
    }
}
