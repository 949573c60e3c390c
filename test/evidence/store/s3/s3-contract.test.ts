import { describeEvidenceStore } from '../../../contract/evidence-store.ts';
import { aStoreOn, useStandIn } from './on-bucket.ts';

const standIn = useStandIn();

describeEvidenceStore('an S3 bucket', async () => aStoreOn(standIn.it).store);
describeEvidenceStore(
  'a whole S3 bucket without retention',
  async () => aStoreOn(standIn.it, { prefix: '', retention: { mode: 'none' } }).store,
);
