//! Services a form hands its fields to because that is what the form is for: paying, finding an address, signing in.

use crate::facts::Facts;
use crate::site::is_below;
use crate::vendor::Category;

/// What a recipient does with what is typed, where the form may need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    /// Takes payments.
    Payment,
    /// Suggests or checks postal addresses and places.
    Lookup,
    /// Tells people from bots.
    Captcha,
    /// Books appointments.
    Scheduling,
    /// Chat with staff or a bot.
    Chat,
    /// Signs people in for other sites.
    SignIn,
}

/// Hosts of services the catalogue has no category for.
const HOSTS: &[(&str, Service)] = &[
    // Stripe's card fields stand in frames of its own, and the card goes from there to Stripe
    // (https://docs.stripe.com/payments/accept-a-payment-charges, read 2026-11-26).
    ("stripe.com", Service::Payment),
    // Generally known; no source read.
    ("paypal.com", Service::Payment),
    ("braintreegateway.com", Service::Payment),
    ("braintree-api.com", Service::Payment),
    ("squareup.com", Service::Payment),
    ("authorize.net", Service::Payment),
    ("adyen.com", Service::Payment),
    // https://smarty.com/docs/cloud/international-address-autocomplete-api (read 2026-11-26).
    ("api.smarty.com", Service::Lookup),
    // Generally known; no source read.
    ("api.smartystreets.com", Service::Lookup),
    ("places.googleapis.com", Service::Lookup),
    ("addressvalidation.googleapis.com", Service::Lookup),
    ("addressy.com", Service::Lookup),
    ("api.mapbox.com", Service::Lookup),
    ("geocode.arcgis.com", Service::Lookup),
    ("dev.virtualearth.net", Service::Lookup),
    ("atlas.microsoft.com", Service::Lookup),
    // https://learn.microsoft.com/azure/active-directory-b2c/b2clogin (read 2026-11-26).
    ("b2clogin.com", Service::SignIn),
    ("login.microsoftonline.com", Service::SignIn),
    // Generally known; no source read.
    ("login.live.com", Service::SignIn),
    ("login.microsoft.com", Service::SignIn),
    ("accounts.google.com", Service::SignIn),
    ("identitytoolkit.googleapis.com", Service::SignIn),
    ("appleid.apple.com", Service::SignIn),
    ("auth0.com", Service::SignIn),
    ("okta.com", Service::SignIn),
    ("okta-emea.com", Service::SignIn),
    ("oktapreview.com", Service::SignIn),
    ("onelogin.com", Service::SignIn),
    ("pingone.com", Service::SignIn),
    ("amazoncognito.com", Service::SignIn),
    ("id.me", Service::SignIn),
    ("login.gov", Service::SignIn),
];

/// What the recipient does with what is typed, as far as its host or the catalogue tells. A request that measures for its vendor is no
/// such service, whoever the vendor is.
pub(super) fn service(facts: &Facts<'_>) -> Option<Service> {
    let by_category = facts.recognised.as_ref().and_then(|r| match r.vendor.category {
        Category::Maps => Some(Service::Lookup),
        Category::Captcha => Some(Service::Captcha),
        Category::Scheduling => Some(Service::Scheduling),
        Category::Chat => Some(Service::Chat),
        _ => None,
    });
    if by_category.is_none() && facts.recognised.as_ref().is_some_and(|r| r.tracking) {
        return None;
    }
    let host = facts.address.host();
    let of_cognito = || (host.starts_with("cognito-idp.") && is_below(host, "amazonaws.com")).then_some(Service::SignIn);
    by_category.or_else(|| HOSTS.iter().find(|(known, _)| is_below(host, known)).map(|(_, service)| *service)).or_else(of_cognito)
}
