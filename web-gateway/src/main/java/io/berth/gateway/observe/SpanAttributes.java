package io.berth.gateway.observe;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.Set;

/** What a request's span says about it, in the names of OpenTelemetry's conventions. Pure. */
final class SpanAttributes {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
  private static final AttributeKey<String> SUBJECT = AttributeKey.stringKey("user.id");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<Long> BYTES = AttributeKey.longKey("http.response.body.size");
  private static final AttributeKey<String> PROJECT = AttributeKey.stringKey("berth.project");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("berth.outcome");
  private static final AttributeKey<String> CACHE = AttributeKey.stringKey("berth.cache");
  private static final AttributeKey<String> REQUEST = AttributeKey.stringKey("berth.request_id");
  private static final AttributeKey<Long> GENERATION = AttributeKey.longKey("berth.generation");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  private SpanAttributes() {}

  /** why: the name of a span is a label somewhere, and callers may invent methods. */
  static String method(String method) {
    return METHODS.contains(method) ? method : "_OTHER";
  }

  static void set(Span span, Passage passage) {
    Passage.Asked asked = passage.asked();
    Passage.Answer answer = passage.answer();
    span.setAttribute(METHOD, method(asked.method()));
    span.setAttribute(ROUTE, asked.route());
    span.setAttribute(PATH, Texts.cut(asked.path()));
    span.setAttribute(CLIENT, asked.remote());
    span.setAttribute(REQUEST, asked.requestId());
    given(span, SUBJECT, asked.subject());
    given(span, PROJECT, asked.project());
    given(span, CACHE, answer.cache());
    span.setAttribute(OUTCOME, answer.outcome());
    span.setAttribute(STATUS, (long) answer.status());
    span.setAttribute(BYTES, answer.bytes());
    if (answer.generation() > 0) {
      span.setAttribute(GENERATION, answer.generation());
    }
  }

  private static void given(Span span, AttributeKey<String> key, String value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
  }
}
