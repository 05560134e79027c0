/**
 * Processes of the built-in KM that several projects share: started when the first needs one, told
 * over a socket what to open and close, ended when nobody is in them any more.
 */
package io.berth.connector.host;
