use super::*;
#[test]
fn nothing_yet() {
    assert_eq!(Target::named("skoler"), [Target::Schools]);
}
