/** The small process that ends foreign programs when no server is left to do it. */
package io.berth.connector.keeper;
