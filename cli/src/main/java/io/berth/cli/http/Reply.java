package io.berth.cli.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.cli.CommandFailure;
import io.berth.cli.terminal.JsonText;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/** What a server answered, read to its end. */
public record Reply(int status, HttpHeaders headers, String body) {

  /** The body as a JSON object. */
  public Map<String, Object> json() {
    return object(any());
  }

  /** The members of a JSON array, or of the array in an object's {@code name}. */
  public List<Map<String, Object>> list(String name) {
    Object any = any();
    Object array = any instanceof Map<?, ?> map ? map.get(name) : any;
    return array instanceof List<?> items ? items.stream().map(Reply::object).toList() : List.of();
  }

  /** A header, or an empty text. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** The body as JSON with line breaks. */
  public String pretty() {
    return JsonText.pretty(any());
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object any) {
    if (any instanceof Map<?, ?>) {
      return (Map<String, Object>) any;
    }
    throw new CommandFailure("The server answered something unexpected; is BERTH_URL a Berth?");
  }

  private Object any() {
    try {
      return JSON.std.anyFrom(body);
    } catch (IOException e) {
      throw new CommandFailure(
          "The server's answer is not JSON (status " + status + "); is BERTH_URL a Berth?", e);
    }
  }
}
