package io.berth.gateway.socket;

import io.berth.gateway.json.JsonText;
import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Writes down what is sent; slow when it is told to be. */
final class FakeWire implements Wire {
  final List<JsonObject> sent = new ArrayList<>();
  final List<String> ended = new ArrayList<>();
  final Deque<Consumer<Throwable>> underWay = new ArrayDeque<>();
  int pings;
  boolean slow;

  @Override
  public void send(String text, Consumer<Throwable> done) {
    sent.add(JsonText.parse(text));
    if (slow) {
      underWay.add(done);
    } else {
      done.accept(null);
    }
  }

  @Override
  public void ping() {
    pings++;
  }

  @Override
  public void close(int code, String reason) {
    ended.add(code + " " + reason);
  }

  List<String> types() {
    return sent.stream().map(m -> m.getString("type")).toList();
  }

  JsonObject last() {
    return sent.get(sent.size() - 1);
  }
}
