package io.berth.cli.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Map;

/** The MCP endpoint of the project, over HTTP. */
@FunctionalInterface
interface Upstream {
  /** One exchange; closing the body of the answer breaks it off. */
  HttpResponse<InputStream> open(String method, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException;
}
