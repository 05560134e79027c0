/** Health, readiness and status pages; they look at what is open and open nothing. */
package io.berth.km.status;
