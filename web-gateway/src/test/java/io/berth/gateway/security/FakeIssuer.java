package io.berth.gateway.security;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID Connect issuer on a socket of its own: it publishes its keys and signs tokens. */
final class FakeIssuer implements AutoCloseable {
  static final String NAME = "https://id.example.org/realms/team";

  final AtomicInteger fetches = new AtomicInteger();
  private final HttpServer server;
  private final List<RSAKey> published = new ArrayList<>();
  volatile String body;

  FakeIssuer() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          byte[] bytes = (body == null ? jwks() : body).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  RSAKey publish(String id) throws Exception {
    RSAKey key = key(id);
    synchronized (published) {
      published.add(key);
    }
    return key;
  }

  static RSAKey key(String id) throws Exception {
    return new RSAKeyGenerator(2048).keyID(id).generate();
  }

  String jwks() {
    synchronized (published) {
      List<JWK> halves = new ArrayList<>();
      published.forEach(key -> halves.add(key.toPublicJWK()));
      return new JWKSet(halves).toString();
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
  }

  static String sign(RSAKey key, JOSEObjectType type, JWTClaimsSet claims) throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).type(type).keyID(key.getKeyID()).build(),
            claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
  }
}
