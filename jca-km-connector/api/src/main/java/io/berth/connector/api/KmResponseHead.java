package io.berth.connector.api;

import java.util.List;

/**
 * The head of a KM's response, end-to-end headers only.
 *
 * @param status as the KM sent it
 * @param headers in order, hop-by-hop headers removed
 * @param bodyLength -1 when it is not known beforehand
 * @param generation of the process that answered
 */
public record KmResponseHead(int status, List<KmHeader> headers, long bodyLength, long generation) {
  public KmResponseHead {
    headers = List.copyOf(headers);
  }
}
