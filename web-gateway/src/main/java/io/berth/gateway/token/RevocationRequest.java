package io.berth.gateway.token;

import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.security.TokenRules;
import io.berth.lifecycle.token.Revocation;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** Which tokens an admin wants worthless: one by its id, or all of a subject. Valid. */
record RevocationRequest(Revocation.Kind kind, String name) {

  static RevocationRequest read(JsonObject json) {
    JsonInput input = new JsonInput(json, Set.of("id", "subject"));
    Optional<String> id = input.optional("id", RevocationRequest::name);
    Optional<String> subject = input.optional("subject", RevocationRequest::name);
    if (id.isPresent() == subject.isPresent()) {
      throw Queries.invalid("name either 'id', of one token, or 'subject', for all of its tokens");
    }
    return id.map(name -> new RevocationRequest(Revocation.Kind.TOKEN, name))
        .orElseGet(() -> new RevocationRequest(Revocation.Kind.SUBJECT, subject.orElseThrow()));
  }

  private static String name(String text) {
    if (!TokenRules.validSubject(text)) {
      throw new IllegalArgumentException(
          "1 to " + TokenRules.MAX_SUBJECT + " printable ASCII characters without spaces");
    }
    return text;
  }
}
