/**
 * The HTTP server of a KM: what comes in is bounded and checked here, before any of it is
 * understood.
 */
package io.berth.km.http;
