package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Jobs by the number that their sender gave the request, kept as long as the job: the same again is
 * the same job. Called within the transaction in which a job is accepted.
 */
final class JobRequests {
  private static final int LONGEST = 128;

  private JobRequests() {}

  /**
   * The job that was made for this before.
   *
   * @throws KmException INVALID for a number that is none, CONFLICT if it was used for something
   *     else
   */
  static Optional<Job> before(
      Handle transaction, Job job, String request, List<Jobs.Document> input) throws KmException {
    if (request.isEmpty()
        || request.length() > LONGEST
        || !request.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new KmException(
          Problem.INVALID,
          "'request_id' must be 1 to " + LONGEST + " printable ASCII characters without spaces");
    }
    // why: the second of two at once waits here, and then finds what the first one made
    transaction.execute(
        "SELECT pg_advisory_xact_lock(hashtext('job-request'), hashtext(?))",
        job.project() + " " + job.actor() + " " + request);
    Optional<JobRows.Asked> asked = JobRows.asked(transaction, job.project(), job.actor(), request);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    if (!MessageDigest.isEqual(asked.get().content(), hash(job, input))) {
      throw new KmException(
          Problem.CONFLICT,
          "request_id " + request + " was used for another job: give each request its own");
    }
    return JobRows.find(transaction, UUID.fromString(asked.get().id()));
  }

  static void enter(Handle transaction, Job job, String request, List<Jobs.Document> input) {
    JobRows.number(transaction, job.id(), request, hash(job, input));
  }

  /** A number made of what is asked. */
  static String number(Job job, List<Jobs.Document> input) {
    return HexFormat.of().formatHex(hash(job, input));
  }

  private static byte[] hash(Job job, List<Jobs.Document> input) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(job.kind().getBytes(StandardCharsets.UTF_8));
      input.forEach(d -> digest.update(d.text().getBytes(StandardCharsets.UTF_8)));
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
