package io.berth.gateway.job;

import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.lifecycle.job.Jobs.Document;
import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The documents of an import, as a caller sends them. Pure. */
final class ImportRequest {
  private static final int MOST = 10_000;
  private static final int LONGEST_NAME = 500;

  private ImportRequest() {}

  static List<Document> read(JsonObject json) {
    JsonInput input = new JsonInput(json, Set.of("documents"));
    List<Document> documents =
        input.objects("documents", Set.of("name", "content")).stream()
            .map(
                d ->
                    new Document(
                        d.required("name", ImportRequest::name), d.requiredText("content")))
            .toList();
    if (documents.isEmpty() || documents.size() > MOST) {
      throw Queries.invalid(
          "'documents' must hold 1 to " + MOST + " objects {\"name\": …, \"content\": …}");
    }
    Set<String> names = new HashSet<>();
    for (Document document : documents) {
      if (!names.add(document.name())) {
        throw Queries.invalid("'documents' names " + document.name() + " twice");
      }
    }
    return documents;
  }

  private static String name(String text) {
    if (text.isBlank()
        || text.length() > LONGEST_NAME
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("1 to " + LONGEST_NAME + " printable characters");
    }
    return text;
  }
}
