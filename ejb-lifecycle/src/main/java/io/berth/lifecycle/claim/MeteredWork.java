package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Claims and reports with a meter beside them; changes no answer. Any thread. */
final class MeteredWork implements Claims, Reports {
  private final Claims claims;
  private final Reports reports;
  private final WorkMeter meter;
  private final LongSupplier nanos;

  MeteredWork(Claims claims, Reports reports, WorkMeter meter, LongSupplier nanos) {
    this.claims = claims;
    this.reports = reports;
    this.meter = meter;
    this.nanos = nanos;
  }

  @Override
  public Offer request(Wish wish) throws KmException {
    long start = nanos.getAsLong();
    Offer offer = claims.request(wish);
    meter.requested(outcome(offer), since(start));
    return offer;
  }

  private static String outcome(Offer offer) {
    if (offer instanceof Offer.Work work) {
      return work.continued() ? "continue_current" : "assigned";
    }
    return ((Offer.Nothing) offer).reason().label();
  }

  @Override
  public Receipt take(Report report) throws KmException {
    long start = nanos.getAsLong();
    try {
      Receipt receipt = reports.take(report);
      meter.reported(report.kind(), receipt.repeated() ? "repeated" : "taken", since(start));
      return receipt;
    } catch (KmException e) {
      String outcome = e.problem() == Problem.STALE_ATTEMPT ? "stale" : "refused";
      meter.reported(report.kind(), outcome, since(start));
      throw e;
    }
  }

  private Duration since(long start) {
    return Duration.ofNanos(nanos.getAsLong() - start);
  }
}
