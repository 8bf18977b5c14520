//! Whether a request may be served.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};
use jiff::Timestamp;

use crate::auth::account::Account;
use crate::auth::tokens::Tokens;
use crate::refusal::Refusal;

/// The accounts, with their keys as Basic writes them.
#[derive(Debug)]
pub(crate) struct Accounts(Vec<(Account, String)>);

/// Who calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller<'a> {
    pub(crate) account: &'a Account,
    /// The access token, where there is one.
    pub(crate) token: Option<&'a str>,
}

const UNKNOWN: &str =
    "Bearer error=\"invalid_token\", error_description=\"the token is unknown or expired\"";

impl Accounts {
    pub(crate) fn new(accounts: Vec<Account>) -> Self {
        let with_basic = accounts.into_iter().map(|account| {
            let basic = STANDARD.encode(format!("{}:{}", account.key_id, account.key_secret));
            (account, basic)
        });
        Self(with_basic.collect())
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Account> {
        self.0.get(index).map(|(account, _)| account)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Account> {
        self.0.iter().map(|(account, _)| account)
    }

    /// The account whose key is sent by Basic.
    pub(crate) fn by_basic(&self, headers: &HeaderMap) -> Option<usize> {
        let (scheme, credential) = credential(headers)?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        self.0.iter().position(|(_, basic)| basic == credential)
    }

    /// Who calls, by Basic or by a token that was issued here.
    pub(crate) fn admit<'a>(
        &'a self,
        tokens: &Tokens,
        headers: &'a HeaderMap,
        now: Timestamp,
    ) -> Result<Caller<'a>, Refusal> {
        let (scheme, credential) = credential(headers).ok_or(Refusal::Unauthorized("Bearer"))?;
        let (index, token) = if scheme.eq_ignore_ascii_case("basic") {
            (self.by_basic(headers), None)
        } else if scheme.eq_ignore_ascii_case("bearer") {
            (tokens.account(credential, now), Some(credential))
        } else {
            return Err(Refusal::Unauthorized("Bearer"));
        };
        let account = index.and_then(|index| self.get(index));
        let account = account.ok_or(Refusal::Unauthorized(UNKNOWN))?;
        Ok(Caller { account, token })
    }
}

fn credential(headers: &HeaderMap) -> Option<(&str, &str)> {
    let value = headers.get(header::AUTHORIZATION)?;
    value.to_str().ok()?.split_once(' ')
}
