/**
 * From a document to the sections that are kept and found one by one. Pure functions over text:
 * nothing here knows of a database.
 */
package io.berth.km.importing;
