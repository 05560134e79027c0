/**
 * The data plane: relays what arrives under {@code /projects/{id}/} to the project's KM and the
 * answer back, holding requests of sleeping projects without a thread. The servlet is a shell; the
 * life of one request is {@link io.berth.gateway.proxy.ProxyCall}.
 */
package io.berth.gateway.proxy;
