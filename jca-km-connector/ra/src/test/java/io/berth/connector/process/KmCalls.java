package io.berth.connector.process;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.files.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** Calls of tools of a built-in KM, past every channel, with the secret of its generation. */
final class KmCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private KmCalls() {}

  /** Saves a note. */
  static HttpResponse<String> save(Path data, ProcessSnapshot to, String content)
      throws IOException, InterruptedException {
    String input = "{\"ticket_id\":\"t\",\"item_type\":\"note\",\"content\":\"" + content + "\"}";
    return tool(data, to, "save", input);
  }

  static HttpResponse<String> tool(Path data, ProcessSnapshot slot, String name, String input)
      throws IOException, InterruptedException {
    Path folder = data.resolve("projects").resolve(slot.project().value());
    String secret =
        Secrets.read(folder, slot.generation())
            .orElseThrow(() -> new IOException("generation " + slot.generation() + " is over"));
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + slot.port().getAsInt() + "/mcp"))
            .timeout(PATIENCE)
            .header("Berth-Secret", secret)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"tool_name\":\"" + name + "\",\"tool_input\":" + input + "}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
