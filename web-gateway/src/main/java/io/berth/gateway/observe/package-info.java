/**
 * What became of each request, told to whoever wants to know: the access log, the log of slow
 * requests, and the collector of traces.
 */
package io.berth.gateway.observe;
