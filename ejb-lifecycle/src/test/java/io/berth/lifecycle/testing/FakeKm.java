package io.berth.lifecycle.testing;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.KmResponseHead;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.connector.Connector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A connector whose KM is a function from the request to an answer. */
public final class FakeKm implements Connector {
  /** A request that arrived. */
  public record Request(
      String target,
      String idempotencyKey,
      String tool,
      Map<String, Object> input,
      List<String> documents) {}

  /** What is answered. */
  public record Answer(int status, String body) {
    /** As the built-in KM answers when all is well. */
    public static Answer usual(Request request) {
      return request.target().equals("/maintenance")
          ? new Answer(200, "{\"tool_response\":{\"success\":true,\"entries\":1,\"sound\":true}}")
          : imported(request);
    }

    /** As the built-in KM answers an import. */
    public static Answer imported(Request request) {
      return new Answer(
          200,
          "{\"tool_response\":{\"success\":true,\"imported\":"
              + request.documents().size()
              + ",\"sections\":"
              + 2 * request.documents().size()
              + "}}");
    }
  }

  public final FakeProcesses processes = new FakeProcesses();
  public final List<Request> requests = new CopyOnWriteArrayList<>();
  public volatile Function<Request, Answer> answers = Answer::usual;

  @Override
  public KmProcesses processes() {
    return processes;
  }

  @Override
  public KmConnection connection(ProjectId project) {
    return new KmConnection() {
      @Override
      public KmExchange begin(KmRequestHead head) {
        return new FakeExchange(head);
      }

      @Override
      public KmExchange beginTunnel(KmRequestHead head) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {}
    };
  }

  private final class FakeExchange implements KmExchange {
    private final KmRequestHead head;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Answer answer;

    FakeExchange(KmRequestHead head) {
      this.head = head;
    }

    @Override
    public OutputStream requestBody() {
      return body;
    }

    @Override
    public boolean awaitResponse(Duration patience) throws KmException {
      Request request = request();
      requests.add(request);
      answer = answers.apply(request);
      return true;
    }

    private Request request() {
      try {
        Map<String, Object> call =
            body.size() == 0 ? Map.of() : JSON.std.mapFrom(body.toByteArray());
        Map<String, Object> input = new LinkedHashMap<>();
        if (call.get("tool_input") instanceof Map<?, ?> given) {
          given.forEach((name, value) -> input.put((String) name, value));
        }
        List<String> names = new ArrayList<>();
        if (input.remove("documents") instanceof List<?> documents) {
          for (Object document : documents) {
            names.add((String) ((Map<?, ?>) document).get("name"));
          }
        }
        String key =
            head.headers().stream()
                .filter(header -> header.name().equals("Idempotency-Key"))
                .map(KmHeader::value)
                .findFirst()
                .orElse("");
        return new Request(head.target(), key, String.valueOf(call.get("tool_name")), input, names);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public KmResponseHead responseHead() {
      return new KmResponseHead(answer.status(), List.of(), -1, 1);
    }

    @Override
    public InputStream responseBody() {
      return new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public OutputStream tunnelOutput() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long generation() {
      return 1;
    }

    @Override
    public boolean mayHaveHadEffect() {
      return true;
    }

    @Override
    public void detach() {}

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }
}
