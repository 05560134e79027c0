/**
 * The threads that Payara serves HTTP requests on. Stands on the server's own class path, beside
 * Grizzly, and knows nothing of Berth.
 */
package io.berth.http.threads;
