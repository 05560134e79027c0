package io.berth.connector.api;

import java.util.List;

/**
 * The head of a request to a KM. Hop-by-hop headers are already gone; the adapter adds framing,
 * {@code Host}, and for the built-in KM its secret and the signed identity.
 *
 * @param method any token
 * @param target origin form: path and query, as they go on the wire
 * @param headers end-to-end headers in order
 * @param bodyLength -1: unknown, sent chunked; 0: no body
 * @param identity who asks, empty for Berth itself; sent as signed headers to the built-in KM
 */
public record KmRequestHead(
    String method, String target, List<KmHeader> headers, long bodyLength, String identity) {
  public KmRequestHead {
    headers = List.copyOf(headers);
  }
}
