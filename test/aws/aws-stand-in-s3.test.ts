import { startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';
import { describeS3Conformance } from './s3-conformance.ts';

describeS3Conformance('the stand-in', () => startAwsStandIn());
