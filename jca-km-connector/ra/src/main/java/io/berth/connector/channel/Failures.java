package io.berth.connector.channel;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.process.KmTarget;
import java.io.IOException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;

/** Names what went wrong on a channel to one process. */
record Failures(KmTarget target) {

  /** No head of a response came, although the whole request head had left. */
  KmException beforeResponse(Exception cause) {
    return isGarbage(cause)
        ? new KmException(
            Problem.BAD_UPSTREAM,
            "project " + target + " answered something that is not HTTP: " + cause.getMessage(),
            cause)
        : new KmException(
            Problem.OUTCOME_UNKNOWN,
            "project "
                + target
                + " broke off before it answered; did it end? "
                + cause.getMessage(),
            cause);
  }

  /** The response began, its body did not come to its end. */
  IOException inBody(IOException cause) {
    return asIo(
        new KmException(
            Problem.BAD_UPSTREAM,
            "project " + target + " broke off within its response: " + cause.getMessage(),
            cause));
  }

  /** The request body could not be written to its end. */
  IOException inRequest(IOException cause) {
    return asIo(
        new KmException(
            Problem.OUTCOME_UNKNOWN,
            "project " + target + " took no more of the request body: " + cause.getMessage(),
            cause));
  }

  KmException over() {
    return new KmException(
        Problem.OUTCOME_UNKNOWN, "the exchange with project " + target + " was broken off");
  }

  static IOException asIo(KmException failure) {
    return new IOException(failure.getMessage(), failure);
  }

  private static boolean isGarbage(Exception cause) {
    return cause instanceof HttpException
        || cause instanceof MessageConstraintException
        || cause instanceof MalformedChunkCodingException;
  }
}
