package io.berth.gateway.proxy;

import io.berth.connector.api.KmHeader;
import io.berth.gateway.cache.StoredAnswer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Gives a kept answer again, under the id of the new request; no process is asked. */
final class CachedReply {
  private CachedReply() {}

  static void send(Inbound in, StoredAnswer stored, Optional<String> rpcId, CallTimes times) {
    byte[] answer = stored.answer().withId(rpcId);
    List<KmHeader> headers =
        List.of(
            new KmHeader("Content-Type", stored.contentType()),
            new KmHeader("Berth-Generation", Long.toString(stored.generation())),
            new KmHeader("Server-Timing", times.serverTiming()));
    try {
      in.respond(200, headers, answer.length).write(answer);
    } catch (IOException gone) {
      in.abort();
    }
  }
}
