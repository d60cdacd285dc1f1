//! The twelve probes.

use std::time::Duration;

use super::post::{Answer, Poster};
use super::report::{Finding, Verdict};
use super::subject::{Delivery, Maker};

/// How long a handler may take to acknowledge a delivery before it is told to respond first.
const PROMPT: Duration = Duration::from_secs(2);

/// The size of the largest body that receivers take.
const LARGE: usize = 1024 * 1024;

/// The probes, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Probe {
    Valid,
    Duplicate,
    Twins,
    Reordered,
    UnknownType,
    UnknownValue,
    MissingField,
    BadSignature,
    StaleSignature,
    Slow,
    Large,
    BeforeOrder,
}

impl Probe {
    pub(super) const ALL: [Self; 12] = [
        Self::Valid,
        Self::Duplicate,
        Self::Twins,
        Self::Reordered,
        Self::UnknownType,
        Self::UnknownValue,
        Self::MissingField,
        Self::BadSignature,
        Self::StaleSignature,
        Self::Slow,
        Self::Large,
        Self::BeforeOrder,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Duplicate => "duplicate",
            Self::Twins => "concurrent twins",
            Self::Reordered => "reordered",
            Self::UnknownType => "unknown type",
            Self::UnknownValue => "unknown enum value",
            Self::MissingField => "missing optional field",
            Self::BadSignature => "bad signature",
            Self::StaleSignature => "stale signature",
            Self::Slow => "slow",
            Self::Large => "1 MiB",
            Self::BeforeOrder => "event before order",
        }
    }

    /// What to do when it fails.
    const fn advice(self) -> &'static str {
        match self {
            Self::Valid => {
                "Respond with 2xx to a valid delivery. A redirect is no acknowledgement; check the path, and that no \
                login or CSRF protection is in front of it."
            }
            Self::Duplicate => {
                "Acknowledge an event that was processed before with 2xx: a conflict or an error makes the API \
                deliver it again and again. Record its identifier with a unique constraint, and treat a violation as done."
            }
            Self::Twins => {
                "Two copies may arrive at once. Insert the event's identifier in the transaction of its effect and \
                let the constraint decide, instead of looking first: the loser acknowledges too."
            }
            Self::Reordered => {
                "An older event may arrive after a newer one. Acknowledge it, and do not apply it: compare the \
                status, not the time, or read the object again."
            }
            Self::UnknownType => {
                "APIs add event types. Acknowledge those that you do not handle; an error has them delivered \
                again, and may have the address disabled."
            }
            Self::UnknownValue => {
                "APIs add values. Decode enums with a fallback, acknowledge, and read the object again."
            }
            Self::MissingField => "A member that is not guaranteed may be missing. Decode it as optional.",
            Self::BadSignature => {
                "Anybody can post to the address. Verify the bytes as received, before they are parsed or \
                stored, and respond with 401."
            }
            Self::StaleSignature => {
                "A recorded delivery can be replayed. Reject signatures that are older than the API's own \
                retries, with 401."
            }
            Self::Slow => {
                "Store the event, respond, and do the work afterwards; and read bodies without blocking other \
                requests, with a time limit."
            }
            Self::Large => {
                "Read up to 1 MiB, or respond with 413; a crash or a reset also loses the deliveries next to it."
            }
            Self::BeforeOrder => {
                "An event may arrive before your own record exists. Keep it until there is one and acknowledge \
                it, or ask for another delivery with 503; an acknowledged event that is dropped never comes again."
            }
        }
    }

    /// What the responses cannot show.
    const fn reminder(self) -> &'static str {
        match self {
            Self::Duplicate | Self::Twins => "look that it had one effect",
            Self::Reordered => "look that the newer state is kept",
            Self::BeforeOrder => "look that it is kept, and applied once the order exists",
            _ => "",
        }
    }
}

/// Carries out probes.
pub(super) struct Prober {
    pub(super) maker: Maker,
    pub(super) poster: Poster,
    /// The slowest acknowledgement so far.
    slowest: Duration,
}

/// A finding before the probe is added to it: the verdict, what happened, and the object that it was about.
type Outcome = (Verdict, String, Option<String>);

impl Prober {
    pub(super) fn new(maker: Maker, poster: Poster) -> Self {
        Self { maker, poster, slowest: Duration::ZERO }
    }

    /// Carries out one probe.
    pub(super) async fn run(&mut self, probe: Probe) -> Result<Finding, String> {
        let (verdict, told, about) = match probe {
            Probe::Valid => {
                let delivery = self.maker.fresh()?;
                self.accepted(&delivery).await
            }
            Probe::Duplicate => self.duplicate().await?,
            Probe::Twins => self.twins().await?,
            Probe::Reordered => match self.maker.newer_and_older()? {
                Some(deliveries) => self.all_accepted(&deliveries).await,
                None => skipped("the deliveries of this API do not say what is newer"),
            },
            Probe::UnknownType => {
                let made = self.maker.unknown_type()?;
                self.accepted_if(made, "the deliveries of this API have no type").await
            }
            Probe::UnknownValue => {
                let made = self.maker.unknown_word()?;
                self.accepted_if(made, "the deliveries of this API have no enum").await
            }
            Probe::MissingField => {
                let made = self.maker.without_optional()?;
                self.accepted_if(made, "the deliveries of this API have identifiers only").await
            }
            Probe::BadSignature => {
                let made = self.maker.badly_signed()?;
                self.rejected_if(made, "this API does not sign: trust identifiers only, and read the object again")
                    .await
            }
            Probe::StaleSignature => {
                let made = self.maker.stale()?;
                self.rejected_if(made, "the signatures of this API have no time").await
            }
            Probe::Slow => self.slow().await?,
            Probe::Large => self.large().await?,
            Probe::BeforeOrder => self.before_order().await?,
        };
        let advice = match verdict {
            Verdict::Failed => probe.advice(),
            Verdict::Passed => probe.reminder(),
            Verdict::Skipped => "",
        };
        Ok(Finding { probe: probe.name(), verdict, told, advice, about })
    }

    async fn post(&mut self, delivery: &Delivery) -> Answer {
        let answer = self.poster.post(delivery).await;
        self.noted(answer)
    }

    fn noted(&mut self, answer: Answer) -> Answer {
        if let Answer::Status(_, time) = &answer {
            self.slowest = self.slowest.max(*time);
        }
        answer
    }

    async fn accepted(&mut self, delivery: &Delivery) -> Outcome {
        let answer = self.post(delivery).await;
        (passed(answer.is_success()), answer.told(), Some(delivery.id.clone()))
    }

    async fn accepted_if(&mut self, delivery: Option<Delivery>, why_not: &str) -> Outcome {
        match delivery {
            Some(delivery) => self.accepted(&delivery).await,
            None => skipped(why_not),
        }
    }

    async fn rejected_if(&mut self, delivery: Option<Delivery>, why_not: &str) -> Outcome {
        let Some(delivery) = delivery else { return skipped(why_not) };
        let answer = self.post(&delivery).await;
        (passed(answer.is_rejection()), answer.told(), Some(delivery.id))
    }

    async fn all_accepted(&mut self, deliveries: &[Delivery]) -> Outcome {
        let mut answers = Vec::new();
        for delivery in deliveries {
            answers.push(self.post(delivery).await);
        }
        let about = deliveries.first().map(|delivery| delivery.id.clone());
        (passed(answers.iter().all(Answer::is_success)), told(&answers), about)
    }

    async fn duplicate(&mut self) -> Result<Outcome, String> {
        let delivery = self.maker.fresh()?;
        Ok(self.all_accepted(&[delivery.clone(), delivery]).await)
    }

    async fn twins(&mut self) -> Result<Outcome, String> {
        let delivery = self.maker.fresh()?;
        let (one, other) = tokio::join!(self.poster.post(&delivery), self.poster.post(&delivery));
        let answers = [self.noted(one), self.noted(other)];
        Ok((passed(answers.iter().all(Answer::is_success)), told(&answers), Some(delivery.id)))
    }

    /// Another delivery is accepted while one arrives slowly, and that one is accepted too; and no delivery waits for the work.
    async fn slow(&mut self) -> Result<Outcome, String> {
        let (slow, other) = (self.maker.fresh()?, self.maker.fresh()?);
        if self.slowest > PROMPT {
            let told = format!("an acknowledgement took {} ms", self.slowest.as_millis());
            return Ok((Verdict::Failed, told, None));
        }
        let begun = match self.poster.begin(&slow).await {
            None => return Ok(skipped("only over plain HTTP")),
            Some(Err(why)) => return Ok((Verdict::Failed, why, None)),
            Some(Ok(begun)) => begun,
        };
        let meanwhile = self.post(&other).await;
        let completed = begun.complete().await;
        let told = format!("{} meanwhile, then {}", meanwhile.told(), completed.told());
        let prompt = |answer: &Answer| matches!(answer, Answer::Status(_, time) if *time <= PROMPT);
        let is_good = [&meanwhile, &completed].iter().all(|answer| answer.is_success() && prompt(answer));
        Ok((passed(is_good), told, Some(slow.id)))
    }

    /// A large body is accepted or refused, and the handler survives it.
    async fn large(&mut self) -> Result<Outcome, String> {
        let size = self.maker.fresh()?.body.len();
        let padding = "x".repeat(LARGE.saturating_sub(size + 64));
        let delivery = self.maker.edited(&|fixture| fixture.with("payspecPadding", padding.as_str()))?;
        let answer = self.post(&delivery).await;
        let after = self.maker.fresh()?;
        let afterwards = self.post(&after).await;
        let is_good = (answer.is_success() || matches!(answer, Answer::Status(413, _))) && afterwards.is_success();
        Ok((passed(is_good), format!("{}, then {}", answer.told(), afterwards.told()), Some(delivery.id)))
    }

    /// An event about an order that nobody has heard of, and the same once more: neither may be refused for good.
    async fn before_order(&mut self) -> Result<Outcome, String> {
        self.maker.about = None;
        let delivery = self.maker.fresh()?;
        let answers = [self.post(&delivery).await, self.post(&delivery).await];
        let comes_again = self.maker.subject.is_repeated;
        let is_kept = |answer: &Answer| answer.is_success() || comes_again && answer.asks_again();
        // It was journalled before it was applied, and now counts as a duplicate.
        let is_good =
            answers.iter().all(is_kept) && !(answers[0].asks_again() && matches!(answers[1], Answer::Status(409, _)));
        Ok((passed(is_good), told(&answers), Some(delivery.id)))
    }
}

fn passed(is_good: bool) -> Verdict {
    if is_good { Verdict::Passed } else { Verdict::Failed }
}

fn skipped(why: &str) -> Outcome {
    (Verdict::Skipped, why.to_owned(), None)
}

fn told(answers: &[Answer]) -> String {
    answers.iter().map(Answer::told).collect::<Vec<_>>().join(", then ")
}
